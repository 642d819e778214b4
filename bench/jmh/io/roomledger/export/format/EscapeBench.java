package io.roomledger.export.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Text to bytes that HTML and scripts can hold, beside its bytes alone. */
@State(Scope.Thread)
public class EscapeBench {
  private final String[] texts = Texts.thousand();
  private final Utf8 out = new Utf8(OutputStream.nullOutputStream());

  @Benchmark
  public Object markup() throws IOException {
    for (String text : texts) {
      out.text(text);
    }
    return out;
  }

  @Benchmark
  public long encode() {
    long bytes = 0;
    for (String text : texts) {
      bytes += text.getBytes(StandardCharsets.UTF_8).length;
    }
    return bytes;
  }
}
