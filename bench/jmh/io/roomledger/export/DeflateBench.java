package io.roomledger.export;

import io.roomledger.export.format.Texts;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A block of what pages are made of, squeezed by what this machine has and by the JDK. */
@State(Scope.Thread)
public class DeflateBench {
  private final byte[] block = block();
  private final byte[] to = new byte[Squeezer.SQUEEZED];
  private final Squeezer chosen = Squeezer.chosen();
  private final Squeezer jdk = new Squeezer.OfTheJdk();

  private static byte[] block() {
    StringBuilder markup = new StringBuilder();
    String[] texts = Texts.thousand();
    for (int i = 0; markup.length() < Squeezer.BLOCK; i++) {
      markup.append("<article id=\"m-").append(i * 2_654_435_761L).append("\"><h3 class=\"c1\" data-i=\"AB\"><bdi>Ann Bee</bdi></h3><p>");
      markup.append(texts[i % texts.length]).append("</p></article>\n");
    }
    return Arrays.copyOf(markup.toString().getBytes(StandardCharsets.UTF_8), Squeezer.BLOCK);
  }

  @Benchmark
  public int chosen() {
    return chosen.squeeze(block, block.length, false, true, to);
  }

  @Benchmark
  public int jdk() {
    return jdk.squeeze(block, block.length, false, true, to);
  }
}
