package io.roomledger.conference;

import java.util.Optional;
import java.util.UUID;

/**
 * A conference and what can be counted of it.
 *
 * @param conference the conference
 * @param creatorName the name for people of who created it
 * @param way how people got in
 * @param attendance how many did
 * @param recordingOwner the account that owns its recordings, if one was named or recorded
 * @param allMuted whether everybody was muted
 */
public record ConferenceInfo(
    Conference conference,
    String creatorName,
    Way way,
    Attendance attendance,
    Optional<String> recordingOwner,
    boolean allMuted) {

  /**
   * How people get into a conference.
   *
   * @param roomCode 11 digits, unless it was imported
   * @param schedule the plan under which it was held, if there was one
   */
  public record Way(Optional<String> roomCode, Optional<UUID> schedule) {}

  /**
   * How many people.
   *
   * @param invited who were called
   * @param attended who came
   * @param present who are there now
   */
  public record Attendance(int invited, int attended, int present) {}
}
