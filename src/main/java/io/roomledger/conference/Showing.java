package io.roomledger.conference;

import java.util.List;
import java.util.UUID;

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
   * A recording that can be watched, and no more of it than those need to know who choose.
   *
   * @param id its id
   * @param session what all recordings of the conference share
   * @param recorder its owner's id, in the form in which the person who asked was named
   * @param take when it was made and how long it is
   * @param size how many bytes it has
   * @param region where it is kept
   */
  public record Video(
      UUID id, String session, String recorder, Recording.Take take, long size, String region) {}
}
