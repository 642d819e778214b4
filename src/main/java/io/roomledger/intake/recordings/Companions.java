package io.roomledger.intake.recordings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** The files beside films that say something of them. */
final class Companions {
  /**
   * One byte more than any transcript may have, so that one that is too long is refused as such.
   */
  private static final int MOST = (8 << 20) + 1;

  private static final Set<String> ENDINGS = Set.of("vtt", "srt");

  private Companions() {}

  /** Whether a file of that name is one. */
  static boolean is(String name) {
    return ENDINGS.contains(VideoType.ending(name).toLowerCase(Locale.ROOT))
        || Arrays.stream(Layout.values()).anyMatch(layout -> layout.metadata().equals(name));
  }

  /** A text file, as far as anybody needs it. */
  static String text(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MOST), StandardCharsets.UTF_8);
    }
  }
}
