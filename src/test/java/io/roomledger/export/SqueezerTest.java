package io.roomledger.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Every squeezer this machine has makes blocks that, one after the other, unpack to what went in.
 */
class SqueezerTest {
  private static final List<Squeezer> ALL =
      Stream.concat(Stream.of(new Squeezer.OfTheJdk()), IsaL.found().stream()).toList();

  @Property(tries = 60)
  void blocksUnpackToWhatWentIn(
      @ForAll @IntRange(max = 3) int fullBlocks,
      @ForAll @IntRange(max = Squeezer.BLOCK) int lastLength,
      @ForAll @IntRange(min = 1, max = 256) int letters,
      @ForAll long seed) {
    byte[] all = new byte[fullBlocks * Squeezer.BLOCK + lastLength];
    Random random = new Random(seed);
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) random.nextInt(letters);
    }
    for (Squeezer squeezer : ALL) {
      for (boolean store : new boolean[] {false, true}) {
        assertThat(unpacked(squeezed(squeezer, all, store), all.length)).isEqualTo(all);
      }
    }
  }

  @Property(tries = 150)
  void theSameBlockIsTheSameBytesWhateverCameBefore(
      @ForAll @IntRange(max = Squeezer.BLOCK) int length,
      @ForAll @IntRange(max = Squeezer.BLOCK) int other,
      @ForAll long seed) {
    Random random = new Random(seed);
    byte[] text = words(random, length);
    for (Squeezer squeezer : ALL) {
      byte[] first = squeezed(squeezer, text, false);
      byte[] _ = squeezed(squeezer, words(random, other), false);

      assertThat(squeezed(squeezer, text, false)).isEqualTo(first);
    }
  }

  private static byte[] words(Random random, int length) {
    byte[] text = new byte[length];
    String lorem = "lorem ipsum dolor sit amet consectetur ";
    for (int i = 0; i < length; i++) {
      text[i] = (byte) (random.nextInt(40) == 0 ? random.nextInt(256) : lorem.charAt(i % 39));
    }
    return text;
  }

  private static byte[] squeezed(Squeezer squeezer, byte[] all, boolean store) {
    ByteArrayOutputStream squeezed = new ByteArrayOutputStream();
    byte[] to = new byte[Squeezer.SQUEEZED];
    int from = 0;
    boolean last;
    do {
      int length = Math.min(Squeezer.BLOCK, all.length - from);
      last = from + length == all.length;
      byte[] block = Arrays.copyOf(Arrays.copyOfRange(all, from, from + length), Squeezer.BLOCK);
      squeezed.write(to, 0, squeezer.squeeze(block, length, store, last, to));
      from += length;
    } while (!last);
    return squeezed.toByteArray();
  }

  private static byte[] unpacked(byte[] squeezed, int length) {
    try (Inflater inflater = new Inflater(true)) {
      inflater.setInput(squeezed);
      byte[] back = new byte[length + 1];
      int got = 0;
      int now;
      do {
        now = inflater.inflate(back, got, back.length - got);
        got += now;
      } while (now > 0);
      assertThat(inflater.finished()).isTrue();
      assertThat(inflater.getRemaining()).isZero();
      return Arrays.copyOf(back, got);
    } catch (DataFormatException e) {
      throw new AssertionError(e);
    }
  }
}
