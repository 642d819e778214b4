package io.roomledger.conference;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Permissions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The door of how long a recording is kept: by the settings, or longer, because somebody said so.
 */
public final class Keeping {
  private final Recordings recordings;
  private final Recordings.House house;
  private final RetentionSettings settings;

  public Keeping(Recordings recordings, Recordings.House house, RetentionSettings settings) {
    this.recordings = recordings;
    this.house = house;
    this.settings = settings;
  }

  /**
   * When a recording will be deleted, unless it is held; empty if it is kept for ever. Who may:
   * those who may watch it.
   *
   * @throws RefusedException as {@link Recordings#find}
   */
  public Optional<Instant> leaves(Caller caller, UUID id) {
    Recording recording = recordings.find(caller, id);
    if (settings.recordings().isZero()) {
      return Optional.empty();
    }
    Instant usual = recording.take().endedAt().plus(settings.recordings());
    Optional<Instant> longer =
        house
            .database()
            .jdbi()
            .withHandle(handle ->
                handle
                    .createQuery("SELECT until FROM recording_keep WHERE recording = :id")
                    .bind("id", id)
                    .mapTo(Instant.class)
                    .findOne());
    return Optional.of(longer.filter(usual::isBefore).orElse(usual));
  }

  /**
   * Keeps a recording until then at least, whatever the settings say. Needs {@link
   * Permissions#MANAGE_RECORDINGS}.
   *
   * @throws RefusedException forbidden; not found; invalid, if that is in the past
   */
  public void keep(Caller caller, UUID id, Instant until) {
    caller.needPermission(Permissions.MANAGE_RECORDINGS);
    Instant now = house.clock().instant();
    if (!until.isAfter(now)) {
      throw new RefusedException(
          new Refusal.Invalid("until", until.toString(), "a moment that is yet to come"));
    }
    house
        .database()
        .jdbi()
        .useTransaction(transaction -> {
          recordings.runnable(transaction, caller, id);
          transaction.execute(
              """
              INSERT INTO recording_keep (recording, until, kept_by, kept_at) VALUES (?, ?, ?, ?)
              ON CONFLICT (recording) DO UPDATE
                SET until = EXCLUDED.until, kept_by = EXCLUDED.kept_by, kept_at = EXCLUDED.kept_at\
              """,
              id,
              until,
              caller.key(),
              now);
          house
              .audit()
              .append(
                  transaction,
                  caller,
                  "recording.kept-longer",
                  "recording:" + id,
                  Map.of("until", until.toString()));
        });
  }
}
