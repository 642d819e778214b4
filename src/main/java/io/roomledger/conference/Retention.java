package io.roomledger.conference;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.hold.Held;
import io.roomledger.hold.HeldKind;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Permissions;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door of letting recordings go: deletions, and the end of what is past retention. Everything
 * here needs {@link Permissions#MANAGE_RECORDINGS} and is audited. What is held nobody deletes, see
 * {@link io.roomledger.hold.Holds}.
 */
public final class Retention {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
  private static final int LONGEST_REASON = 1000;
  private static final int AT_ONCE = 100;

  private final Recordings.House house;
  private final RetentionSettings settings;
  private final Conferences conferences;
  private final Shelf shelf;

  public Retention(
      Recordings.House house, RecordingSettings recordings, RetentionSettings settings) {
    this.house = house;
    this.settings = settings;
    this.conferences = new Conferences(house.database(), house.audit(), house.clock());
    this.shelf = new Shelf(house, recordings);
  }

  private static void check(Caller caller, String reason) {
    caller.needPermission(Permissions.MANAGE_RECORDINGS);
    if (reason.isBlank() || reason.length() > LONGEST_REASON) {
      throw new RefusedException(
          new Refusal.Invalid("reason", reason.length() + " characters", "1 to " + LONGEST_REASON));
    }
  }

  /**
   * Deletes a recording, its bytes and all that was made of it. An import does not bring it back.
   *
   * @throws RefusedException forbidden; not found; invalid, without a reason; a conflict, if it is
   *     held
   * @throws IOException if the bytes could not be removed; the recording is gone all the same
   */
  public void delete(Caller caller, UUID id, String reason) throws IOException {
    check(caller, reason);
    remove(caller, id, "recording.deleted", reason);
  }

  /**
   * Deletes what is past retention and not held; repeated by the server.
   *
   * @return how many recordings were deleted
   */
  public int expire() throws IOException {
    if (settings.recordings().isZero()) {
      return 0;
    }
    Instant before = house.clock().instant().minus(settings.recordings());
    int deleted = 0;
    for (List<Old> some = old(before); !some.isEmpty(); some = old(before)) {
      int before100 = deleted;
      for (Old one : some) {
        String reason = "kept for " + settings.recordings().toDays() + " days";
        if (expired(one, reason)) {
          deleted++;
        }
      }
      if (deleted == before100) {
        break;
      }
    }
    if (deleted > 0) {
      LOG.info("{} recordings that ended before {} were deleted", deleted, before);
    }
    return deleted;
  }

  /** False, if it came to be held, or went, meanwhile. */
  private boolean expired(Old one, String reason) throws IOException {
    try {
      remove(new Caller.Operator(one.organisation()), one.id(), "recording.expired", reason);
      return true;
    } catch (RefusedException kept) {
      LOG.info("recording {} is not let go: {}", one.id(), kept.refusal().message());
      return false;
    }
  }

  /** A recording past retention. */
  private record Old(UUID id, String organisation) {}

  private List<Old> old(Instant before) {
    return house
        .database()
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    """
                    SELECT id, organisation FROM recording
                     WHERE ended_at < :before AND NOT recording_held(conference, id)
                       AND NOT EXISTS (SELECT FROM recording_keep k
                                        WHERE k.recording = recording.id AND k.until > :now)
                     LIMIT :most
                    """)
                .bind("before", before)
                .bind("now", house.clock().instant())
                .bind("most", AT_ONCE)
                .map((row, context) ->
                    new Old(row.getObject("id", UUID.class), row.getString("organisation")))
                .list());
  }

  private void remove(Caller caller, UUID id, String action, String reason) throws IOException {
    List<String> keys =
        house
            .database()
            .jdbi()
            .inTransaction(transaction -> {
              Held.share(transaction);
              Recording recording =
                  shelf.find(transaction, id).orElseThrow(() -> Refusals.noRecording("" + id));
              String conference = recording.origin().conference();
              conferences.ours(transaction, caller, conference);
              Held.refuse(transaction, HeldKind.RECORDING, id.toString());
              Held.refuse(transaction, HeldKind.CONFERENCE, conference);
              List<String> stored = forget(transaction, caller, id, reason);
              audit(
                  transaction,
                  caller,
                  action,
                  "recording:" + id,
                  Map.of(
                      "conference", conference,
                      "sha256", recording.file().sha256(),
                      "reason", reason));
              return stored;
            });
    for (String key : keys) {
      house.store().delete(key);
    }
    shelf.clear(Films.folder(id));
  }

  /** Answers where its bytes are. */
  private List<String> forget(Handle transaction, Caller caller, UUID id, String reason) {
    transaction
        .createUpdate(
            """
            INSERT INTO recording_gone (id, organisation, conference, title, source, sha256,
                                        deleted_at, deleted_by, reason)
            SELECT id, organisation, conference, title, source,
                   coalesce(original_sha256, sha256), :now, :by, :reason
              FROM recording WHERE id = :id
            """)
        .bind("id", id)
        .bind("now", house.clock().instant())
        .bind("by", caller.key())
        .bind("reason", reason)
        .execute();
    List<String> keys =
        transaction
            .createQuery(
                """
                SELECT unnest(array_remove(ARRAY[store_key, original_key], NULL))
                  FROM recording WHERE id = :id
                """)
            .bind("id", id)
            .mapTo(String.class)
            .list();
    transaction.execute("DELETE FROM recording WHERE id = ?", id);
    return keys;
  }

  private void audit(
      Handle transaction,
      Caller caller,
      String action,
      String subject,
      Map<String, String> details) {
    house.audit().append(transaction, caller, action, subject, details);
  }
}
