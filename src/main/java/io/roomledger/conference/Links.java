package io.roomledger.conference;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Leave to fetch a recording, as a text that proves itself: signed, for a while, and only until all
 * links to that recording are ended.
 */
final class Links {
  private static final String TICKET = "recording";

  private final Recordings.House house;
  private final RecordingSettings settings;

  Links(Recordings.House house, RecordingSettings settings) {
    this.house = house;
    this.settings = settings;
  }

  RecordingLink make(Handle handle, Recording recording) {
    Instant expiresAt = house.clock().instant().plus(settings.linkLife());
    Given given = given(handle, recording.id()).orElseThrow();
    String subject = recording.id() + ":" + given.ended();
    return new RecordingLink(
        recording,
        house.signedTexts().sign(TICKET, subject, expiresAt),
        expiresAt,
        given.pictured(),
        given.streams());
  }

  /** Refuses a ticket that is not one for that recording, has expired or was ended. */
  void check(Handle handle, String ticket, UUID id) {
    Optional<String> subject = house.signedTexts().read(TICKET, ticket, house.clock().instant());
    boolean valid =
        subject.isPresent()
            && given(handle, id)
                .filter(given -> subject.get().equals(id + ":" + given.ended()))
                .isPresent();
    if (!valid) {
      throw new RefusedException(new Refusal.Unauthenticated(Refusal.Credential.UNKNOWN));
    }
  }

  void end(Handle transaction, UUID id) {
    transaction.execute("UPDATE recording SET links_ended = links_ended + 1 WHERE id = ?", id);
  }

  /** How often the links were ended, and what there is to link to beside the file. */
  private record Given(int ended, boolean pictured, boolean streams) {}

  private static Optional<Given> given(Handle handle, UUID id) {
    return handle
        .createQuery("SELECT links_ended, has_thumbnail, has_stream FROM recording WHERE id = :id")
        .bind("id", id)
        .map((row, context) ->
            new Given(
                row.getInt("links_ended"),
                row.getBoolean("has_thumbnail"),
                row.getBoolean("has_stream")))
        .findOne();
  }
}
