package io.roomledger.intake.recordings;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A video file in the folder that is taken in.
 *
 * @param path where it is
 * @param source its path in the folder, with slashes
 * @param type what it is
 * @param size in bytes, when it was found
 * @param changedAt when it was last changed
 */
record Found(Path path, String source, VideoType type, long size, Instant changedAt) {
  private static final int LONGEST_TITLE = 200;

  /** The path of the folder below the one that is taken in, if it lies in one. */
  Optional<String> folder() {
    int slash = source.lastIndexOf('/');
    return slash < 0 ? Optional.empty() : Optional.of(source.substring(0, slash));
  }

  /** Where its transcript would lie. */
  List<Path> transcripts() {
    String name = String.valueOf(path.getFileName());
    String bare = name.substring(0, name.length() - VideoType.ending(name).length());
    return List.of(path.resolveSibling(bare + "vtt"), path.resolveSibling(bare + "srt"));
  }

  /** What people will call it. */
  String title() {
    String name = source.substring(source.lastIndexOf('/') + 1);
    return title(name.substring(0, name.length() - VideoType.ending(name).length() - 1));
  }

  /** What people will call the conference: the folder's name, or that of the only file. */
  String conferenceTitle() {
    return folder().map(f -> title(f.substring(f.lastIndexOf('/') + 1))).orElseGet(this::title);
  }

  /** How an import finds the conference again. A file of its own never meets a folder's name. */
  String conferenceSource() {
    return folder().map(f -> "recordings/" + f).orElse("recordings//" + source);
  }

  private static String title(String name) {
    String shown = name.replaceAll("\\p{Cntrl}", " ").strip();
    if (shown.isEmpty()) {
      return "Recording";
    }
    return shown.length() <= LONGEST_TITLE ? shown : shown.substring(0, LONGEST_TITLE);
  }
}
