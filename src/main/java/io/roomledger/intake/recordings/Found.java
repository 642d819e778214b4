package io.roomledger.intake.recordings;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * A video file in the folder that is taken in.
 *
 * @param path where it is
 * @param source its path in the folder, with slashes
 * @param type what it is
 * @param size in bytes, when it was found
 * @param changedAt when it was last changed
 * @param meeting the folder that says what was recorded, if a recorder wrote it
 */
record Found(
    Path path,
    String source,
    VideoType type,
    long size,
    Instant changedAt,
    Optional<MeetingFolder> meeting) {
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

  /** The name without its ending. */
  String bareName() {
    String name = source.substring(source.lastIndexOf('/') + 1);
    return name.substring(0, name.length() - VideoType.ending(name).length() - 1);
  }

  /** What people will call it. */
  String title() {
    return title(bareName());
  }

  /** What people will call the conference: the folder's name, or that of the only file. */
  String conferenceTitle() {
    return published()
        .map(m -> m.source().isEmpty() ? String.valueOf(m.path().getFileName()) : m.source())
        .or(this::folder)
        .map(f -> title(f.substring(f.lastIndexOf('/') + 1)))
        .orElseGet(this::title);
  }

  /** How an import finds the conference again. A file of its own never meets a folder's name. */
  String conferenceSource() {
    return published()
        .map(m ->
            m.internalId()
                .map(id -> "recordings//meeting/" + id)
                .orElse("recordings/" + m.source()))
        .or(() -> folder().map(f -> "recordings/" + f))
        .orElse("recordings//" + source);
  }

  /** How an import finds the recording again, also when it is pointed at a folder further in. */
  String recordingSource() {
    return published()
        .filter(m -> m.internalId().isPresent())
        .map(m -> m.form() + "/" + slashed(m.path().relativize(path)))
        .orElse(source);
  }

  /** The folder of a meeting that has more folders in it. */
  Optional<MeetingFolder> published() {
    return meeting.filter(m -> m.layout() == Layout.BIGBLUEBUTTON);
  }

  /** A path with slashes, whatever the system has. */
  static String slashed(Path path) {
    return StreamSupport.stream(path.spliterator(), false)
        .map(Path::toString)
        .collect(Collectors.joining("/"));
  }

  /** A name as it is shown to people, whoever wrote it. */
  static String title(String name) {
    String shown = name.replaceAll("\\p{Cntrl}", " ").strip();
    if (shown.isEmpty()) {
      return "Recording";
    }
    return shown.length() <= LONGEST_TITLE ? shown : shown.substring(0, LONGEST_TITLE);
  }
}
