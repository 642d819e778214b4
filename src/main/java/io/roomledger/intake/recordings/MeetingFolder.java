package io.roomledger.intake.recordings;

import io.roomledger.intake.UnreadableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A folder in which a recorder says what was recorded.
 *
 * @param layout how it says so
 * @param path the folder
 * @param source its path in the folder that is taken in, with slashes; empty for that itself
 */
record MeetingFolder(Layout layout, Path path, String source) {
  private static final int LONGEST = 1 << 20;

  /** What BigBlueButton calls a meeting, wherever it is published. */
  private static final Pattern INTERNAL_ID = Pattern.compile("[0-9a-f]{40}-[0-9]{13}");

  /** The folder, if it is one of that layout. */
  static Optional<MeetingFolder> of(Layout layout, Path path, String source) {
    boolean there = Files.isRegularFile(path.resolve(layout.metadata()), LinkOption.NOFOLLOW_LINKS);
    return there ? Optional.of(new MeetingFolder(layout, path, source)) : Optional.empty();
  }

  /** The file that says what was recorded, as it is named to people. */
  String metadataSource() {
    return source.isEmpty() ? layout.metadata() : source + "/" + layout.metadata();
  }

  /** Whether the recorder has written it, after everything else. */
  boolean finished() {
    try {
      return Files.size(path.resolve(layout.metadata())) > 0;
    } catch (IOException gone) {
      return false;
    }
  }

  /** The meeting's id with the recorder, if this folder is named by it. */
  Optional<String> internalId() {
    String name = String.valueOf(path.getFileName());
    return layout == Layout.BIGBLUEBUTTON && INTERNAL_ID.matcher(name).matches()
        ? Optional.of(name)
        : Optional.empty();
  }

  /** The form in which the recorder published it: the name of the folder around it. */
  String form() {
    Path around = path.toAbsolutePath().normalize().getParent();
    return around == null ? "" : String.valueOf(around.getFileName());
  }

  /** What the recorder says. */
  Meeting read() throws UnreadableException {
    byte[] bytes;
    try (InputStream in =
        Files.newInputStream(path.resolve(layout.metadata()), LinkOption.NOFOLLOW_LINKS)) {
      bytes = in.readNBytes(LONGEST + 1);
    } catch (IOException e) {
      throw new UnreadableException("cannot be read: %s", Problems.words(e));
    }
    if (bytes.length > LONGEST) {
      throw new UnreadableException("too long (expected: at most %s bytes)", LONGEST);
    }
    return layout.read(bytes);
  }
}
