package io.roomledger.conference;

import java.util.List;

/**
 * The recordings of a conference as somebody may see them.
 *
 * @param videos those that can be watched, oldest first; never empty
 */
public record Showing(List<Video> videos) {
  public Showing {
    videos = List.copyOf(videos);
  }

  /**
   * A recording that can be watched.
   *
   * @param recording the recording
   * @param recorder its owner's id, in the form in which the person who asked was named
   */
  public record Video(Recording recording, String recorder) {}
}
