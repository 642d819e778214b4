package io.roomledger.chat;

import com.drew.imaging.FileType;
import com.drew.imaging.FileTypeDetector;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells what a file is: by its first bytes where those say so, and else by what is said of it. */
final class MediaTypes {
  /** What is not known to be anything. */
  static final String UNKNOWN = "application/octet-stream";

  private static final Pattern TYPE =
      Pattern.compile("[a-z0-9][a-z0-9!#$&^_.+-]{0,60}/[a-z0-9][a-z0-9!#$&^_.+-]{0,80}");
  private static final int LONGEST_SIGN = 16;

  /** Whose first bytes would have said it: a file that only calls itself so is none. */
  private static final Set<String> SIGNED =
      Set.of(
          "image/jpeg",
          "image/png",
          "image/gif",
          "image/bmp",
          "image/webp",
          "image/tiff",
          "application/pdf");

  private MediaTypes() {}

  /**
   * What the file is.
   *
   * @param name its name
   * @param declared what it is said to be, perhaps nothing
   * @param bytes its bytes; those that are looked at can be read again
   */
  static String of(String name, String declared, BufferedInputStream bytes) throws IOException {
    Optional<String> signed = signed(bytes);
    if (signed.isPresent()) {
      return signed.get();
    }
    String said = declared.toLowerCase(Locale.ROOT).replaceFirst(";.*", "").strip();
    if (!TYPE.matcher(said).matches() || said.equals(UNKNOWN)) {
      String guessed = URLConnection.guessContentTypeFromName(FileNames.safe(name));
      said = guessed == null ? UNKNOWN : guessed;
    }
    return SIGNED.contains(said) ? UNKNOWN : said;
  }

  private static Optional<String> signed(BufferedInputStream bytes) throws IOException {
    bytes.mark(LONGEST_SIGN);
    byte[] first = bytes.readNBytes(LONGEST_SIGN);
    bytes.reset();
    if (new String(first, StandardCharsets.ISO_8859_1).startsWith("%PDF-")) {
      return Optional.of("application/pdf");
    }
    FileType type = FileTypeDetector.detectFileType(bytes);
    return Optional.ofNullable(type.getMimeType()).filter(found -> isMedia(type, found));
  }

  /** Archives and the like are told better by their names, a wave by its container. */
  private static boolean isMedia(FileType type, String found) {
    return type != FileType.Unknown && found.matches("(image|audio|video)/.*");
  }
}
