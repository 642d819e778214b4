package io.roomledger.intake.recordings;

import java.util.Locale;
import java.util.Optional;

/** The kinds of video file that are taken in, told by the ending of the name. */
enum VideoType {
  MP4("video/mp4"),
  M4V("video/mp4"),
  MOV("video/quicktime"),
  WEBM("video/webm");

  private final String mediaType;

  VideoType(String mediaType) {
    this.mediaType = mediaType;
  }

  String mediaType() {
    return mediaType;
  }

  /** The kind of a file of that name. */
  static Optional<VideoType> of(String name) {
    String ending = ending(name).toUpperCase(Locale.ROOT);
    for (VideoType type : values()) {
      if (type.name().equals(ending)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** What stands after the last dot of {@code name}, empty without one. */
  static String ending(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1);
  }
}
