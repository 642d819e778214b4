package io.roomledger.conference;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Permissions;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door of keeping and letting go: holds, deletions, and the end of what is past retention.
 * Everything here needs {@link Permissions#MANAGE_RECORDINGS} and is audited. What is held nobody
 * deletes; the database refuses it too.
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

  /**
   * Holds a recording, or all of a conference with those that come later.
   *
   * @param recording which; empty for all
   * @throws RefusedException forbidden; not found; invalid, without a reason
   */
  public Hold hold(Caller caller, String conference, Optional<UUID> recording, String reason) {
    check(caller, reason);
    return house
        .database()
        .jdbi()
        .inTransaction(transaction -> {
          conferences.ours(transaction, caller, conference);
          lock(transaction, conference);
          recording.ifPresent(id -> needRecording(transaction, conference, id));
          long id = insert(transaction, caller, conference, recording, reason);
          audit(
              transaction,
              caller,
              "recording.held",
              recording.map(one -> "recording:" + one).orElse("conference:" + conference),
              Map.of("hold", Long.toString(id), "reason", reason));
          return find(transaction, caller, id).orElseThrow();
        });
  }

  private static void check(Caller caller, String reason) {
    caller.needPermission(Permissions.MANAGE_RECORDINGS);
    if (reason.isBlank() || reason.length() > LONGEST_REASON) {
      throw new RefusedException(
          new Refusal.Invalid("reason", reason.length() + " characters", "1 to " + LONGEST_REASON));
    }
  }

  /** Who holds and who deletes at once come one after the other. */
  private static void lock(Handle transaction, String conference) {
    transaction.execute("SELECT id FROM conference WHERE id = ? FOR NO KEY UPDATE", conference);
  }

  private Recording needRecording(Handle handle, String conference, UUID id) {
    return shelf
        .find(handle, id)
        .filter(found -> found.origin().conference().equals(conference))
        .orElseThrow(() -> Refusals.noRecording(id.toString()));
  }

  private long insert(
      Handle transaction,
      Caller caller,
      String conference,
      Optional<UUID> recording,
      String reason) {
    return transaction
        .createUpdate(
            """
            INSERT INTO recording_hold
              (organisation, conference, recording, reason, placed_by, placed_at)
            VALUES (:organisation, :conference, :recording, :reason, :by, :now)
            """)
        .bind("organisation", caller.organisation())
        .bind("conference", conference)
        .bind("recording", recording)
        .bind("reason", reason)
        .bind("by", caller.key())
        .bind("now", house.clock().instant())
        .executeAndReturnGeneratedKeys("id")
        .mapTo(Long.class)
        .one();
  }

  /**
   * Lifts a hold; nothing happens when it was lifted before.
   *
   * @throws RefusedException forbidden; not found
   */
  public Hold lift(Caller caller, long id) {
    caller.needPermission(Permissions.MANAGE_RECORDINGS);
    return house
        .database()
        .jdbi()
        .inTransaction(transaction -> {
          Hold hold = find(transaction, caller, id).orElseThrow(() -> Refusals.noHold(id));
          int lifted =
              transaction.execute(
                  """
                  UPDATE recording_hold SET lifted_by = ?, lifted_at = ?
                   WHERE id = ? AND lifted_at IS NULL
                  """,
                  caller.key(),
                  house.clock().instant(),
                  id);
          if (lifted > 0) {
            audit(
                transaction,
                caller,
                "recording.hold-lifted",
                "conference:" + hold.conference(),
                Map.of("hold", Long.toString(id)));
          }
          return find(transaction, caller, id).orElseThrow();
        });
  }

  /**
   * The holds on a conference and its recordings, those that were lifted too, in order.
   *
   * @throws RefusedException forbidden; not found
   */
  public List<Hold> holds(Caller caller, String conference) {
    caller.needPermission(Permissions.MANAGE_RECORDINGS);
    return house
        .database()
        .jdbi()
        .withHandle(handle -> {
          conferences.ours(handle, caller, conference);
          return handle
              .createQuery("SELECT * FROM recording_hold WHERE conference = :id ORDER BY id")
              .bind("id", conference)
              .map((row, context) -> hold(row))
              .list();
        });
  }

  /**
   * The holds of the organisation, the newest first.
   *
   * @param lifted whether those that were lifted are among them
   * @param below only those with a smaller number
   * @param limit how many at most
   * @throws RefusedException forbidden
   */
  public List<Hold> allHolds(Caller caller, boolean lifted, long below, int limit) {
    caller.needPermission(Permissions.MANAGE_RECORDINGS);
    return house
        .database()
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    """
                    SELECT * FROM recording_hold
                     WHERE organisation = :organisation AND id < :below
                       AND (:lifted OR lifted_at IS NULL)
                     ORDER BY id DESC LIMIT :limit
                    """)
                .bind("organisation", caller.organisation())
                .bind("below", below)
                .bind("lifted", lifted)
                .bind("limit", limit)
                .map((row, context) -> hold(row))
                .list());
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
    if (!remove(caller, id, "recording.deleted", reason)) {
      throw Refusals.held(id);
    }
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
        if (remove(
            new Caller.Operator(one.organisation()), one.id(), "recording.expired", reason)) {
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

  /** False, if it is held. */
  private boolean remove(Caller caller, UUID id, String action, String reason) throws IOException {
    Optional<List<String>> keys =
        house
            .database()
            .jdbi()
            .inTransaction(transaction -> {
              Recording recording =
                  shelf.find(transaction, id).orElseThrow(() -> Refusals.noRecording("" + id));
              String conference = recording.origin().conference();
              conferences.ours(transaction, caller, conference);
              lock(transaction, conference);
              if (held(transaction, conference, id)) {
                return Optional.<List<String>>empty();
              }
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
              return Optional.of(stored);
            });
    for (String key : keys.orElse(List.of())) {
      house.store().delete(key);
    }
    if (keys.isPresent()) {
      shelf.clear(Films.folder(id));
    }
    return keys.isPresent();
  }

  private static boolean held(Handle handle, String conference, UUID id) {
    return handle
        .createQuery("SELECT recording_held(:conference, :id)")
        .bind("conference", conference)
        .bind("id", id)
        .mapTo(Boolean.class)
        .one();
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

  private static Optional<Hold> find(Handle handle, Caller caller, long id) {
    return handle
        .createQuery("SELECT * FROM recording_hold WHERE id = :id AND organisation = :organisation")
        .bind("id", id)
        .bind("organisation", caller.organisation())
        .map((row, context) -> hold(row))
        .findOne();
  }

  private static Hold hold(ResultSet row) throws SQLException {
    Timestamp lifted = row.getTimestamp("lifted_at");
    return new Hold(
        row.getLong("id"),
        row.getString("conference"),
        Optional.ofNullable(row.getObject("recording", UUID.class)),
        row.getString("reason"),
        new Hold.Act(row.getString("placed_by"), row.getTimestamp("placed_at").toInstant()),
        lifted == null
            ? Optional.empty()
            : Optional.of(new Hold.Act(row.getString("lifted_by"), lifted.toInstant())));
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
