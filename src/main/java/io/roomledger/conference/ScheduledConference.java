package io.roomledger.conference;

import io.roomledger.base.Period;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A conference that is planned. Whenever people meet under it, that is a {@link Conference}.
 *
 * @param id its id
 * @param creator the account that planned it
 * @param title what people call it
 * @param period when it is to be held
 * @param roomCode 11 digits, which all conferences under it share
 * @param settings how it is to be held
 * @param cancelledAt when it was called off, if it was
 */
public record ScheduledConference(
    UUID id,
    String creator,
    String title,
    Period period,
    String roomCode,
    Settings settings,
    Optional<Instant> cancelledAt) {

  /**
   * How a planned conference is to be held.
   *
   * @param host the account that hosts it, if that is not its creator
   * @param coHosts the accounts that help to run it
   * @param recordingOwner the account that is to own its recordings, if one is named
   * @param recordsItself whether the recorder starts with the conference
   */
  public record Settings(
      Optional<String> host,
      List<String> coHosts,
      Optional<String> recordingOwner,
      boolean recordsItself) {
    /** As long as nobody says otherwise. */
    public static final Settings NONE =
        new Settings(Optional.empty(), List.of(), Optional.empty(), false);

    public Settings {
      coHosts = List.copyOf(coHosts);
    }
  }
}
