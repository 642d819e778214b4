package io.roomledger.film;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells how long a film in fragments plays (ISO/IEC 14496-12, 8.8). Its head says zero, because it
 * was written before the first fragment: the durations of all samples are added up, track by track.
 */
final class Fragments {
  private static final int BASE_DATA_OFFSET = 0x1;
  private static final int DESCRIPTION_INDEX = 0x2;
  private static final int DEFAULT_DURATION = 0x8;

  private static final int DATA_OFFSET = 0x1;
  private static final int FIRST_FLAGS = 0x4;
  private static final int DURATIONS = 0x100;
  private static final int SIZES = 0x200;
  private static final int FLAGS = 0x400;
  private static final int COMPOSITION = 0x800;

  private final Map<Integer, Long> scales = new HashMap<>();
  private final Map<Integer, Long> defaults = new HashMap<>();
  private final Map<Integer, Long> lengths = new HashMap<>();

  private Fragments(Movie movie) throws DamageException {
    ByteBuffer bytes = movie.bytes();
    for (Box track : movie.tracks()) {
      List<Box> one = List.of(track);
      for (Box head : movie.find(one, "tkhd")) {
        int id = bytes.getInt((int) head.body() + (version(bytes, head) == 1 ? 20 : 12));
        for (Box media : movie.find(one, "mdia", "mdhd")) {
          int at = (int) media.body() + (version(bytes, media) == 1 ? 20 : 12);
          scales.put(id, Integer.toUnsignedLong(bytes.getInt(at)));
        }
      }
    }
    for (Box extend : movie.find(List.of(movie.head()), "mvex", "trex")) {
      int at = (int) extend.body();
      defaults.put(bytes.getInt(at + 4), Integer.toUnsignedLong(bytes.getInt(at + 12)));
    }
  }

  /** The length of the longest track; zero if there are no fragments. */
  static Duration duration(SeekableByteChannel channel, List<Box> boxes, Movie movie)
      throws IOException, DamageException {
    Fragments fragments = new Fragments(movie);
    for (Box box : boxes) {
      if (box.type().equals("moof")) {
        fragments.add(Movie.load(channel, box));
      }
    }
    return fragments.longest();
  }

  private Duration longest() {
    long millis = 0;
    for (Map.Entry<Integer, Long> track : lengths.entrySet()) {
      long scale = scales.getOrDefault(track.getKey(), 0L);
      if (scale > 0) {
        millis = Math.max(millis, Math.multiplyExact(track.getValue(), 1000L) / scale);
      }
    }
    return Duration.ofMillis(millis);
  }

  private void add(ByteBuffer bytes) throws DamageException {
    Box fragment = Box.children(bytes, 0, bytes.limit()).getFirst();
    for (Box track : fragment.children(bytes, "traf").toList()) {
      for (Box head : track.children(bytes, "tfhd").toList()) {
        int id = bytes.getInt((int) head.body() + 4);
        long each = defaultDuration(bytes, head, id);
        for (Box run : track.children(bytes, "trun").toList()) {
          lengths.merge(id, length(bytes, run, each), Math::addExact);
        }
      }
    }
  }

  private long defaultDuration(ByteBuffer bytes, Box head, int track) {
    int flags = flags(bytes, head);
    if ((flags & DEFAULT_DURATION) == 0) {
      return defaults.getOrDefault(track, 0L);
    }
    int at = (int) head.body() + 8;
    at += (flags & BASE_DATA_OFFSET) != 0 ? 8 : 0;
    at += (flags & DESCRIPTION_INDEX) != 0 ? 4 : 0;
    return Integer.toUnsignedLong(bytes.getInt(at));
  }

  private static long length(ByteBuffer bytes, Box run, long each) {
    int flags = flags(bytes, run);
    long count = Integer.toUnsignedLong(bytes.getInt((int) run.body() + 4));
    if ((flags & DURATIONS) == 0) {
      return Math.multiplyExact(count, each);
    }
    int at = (int) run.body() + 8;
    at += (flags & DATA_OFFSET) != 0 ? 4 : 0;
    at += (flags & FIRST_FLAGS) != 0 ? 4 : 0;
    int step = 4 * Integer.bitCount(flags & (DURATIONS | SIZES | FLAGS | COMPOSITION));
    long sum = 0;
    for (long i = 0; i < count; i++, at += step) {
      sum += Integer.toUnsignedLong(bytes.getInt(at));
    }
    return sum;
  }

  private static int version(ByteBuffer bytes, Box box) {
    return bytes.get((int) box.body());
  }

  private static int flags(ByteBuffer bytes, Box box) {
    return bytes.getInt((int) box.body()) & 0xffffff;
  }
}
