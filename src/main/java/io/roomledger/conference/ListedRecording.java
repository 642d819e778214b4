package io.roomledger.conference;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A recording in a list, there or on its way.
 *
 * @param id its id; of one that is on its way, one that will not be that of the recording
 * @param title what people call it
 * @param where the conference it shows
 * @param owner who recorded it
 * @param startedAt when it began
 * @param progress how far it is
 */
public record ListedRecording(
    UUID id, String title, Where where, Owner owner, Instant startedAt, Progress progress) {

  /**
   * A conference.
   *
   * @param conference its id; empty, if it will be made when the recording is there
   * @param title what people call it
   */
  public record Where(Optional<String> conference, String title) {}

  /** Who recorded: user name and name for people. */
  public record Owner(String username, String name) {}

  /**
   * How far a recording is.
   *
   * @param state the state
   * @param reason what is wrong, if something is
   * @param endedAt when it ended, if it has
   * @param held whether it must not be deleted
   * @param pictured whether there is a small picture of it
   */
  public record Progress(
      RecordingState state,
      Optional<String> reason,
      Optional<Instant> endedAt,
      boolean held,
      boolean pictured) {}
}
