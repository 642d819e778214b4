package io.roomledger.conference;

import io.roomledger.identity.Caller;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The tables {@code upload} and {@code upload_part}. */
final class UploadRows {
  private UploadRows() {}

  /**
   * An upload as it is stored.
   *
   * @param upload what may be told of it
   * @param organisation whose it is
   * @param plan what it will be
   */
  record Row(Upload upload, String organisation, Plan plan) {
    boolean open() {
      Upload.Outcome outcome = upload.outcome();
      return outcome.recording().isEmpty() && outcome.failure().isEmpty();
    }
  }

  /** What an upload will be when all of it is there. */
  record Plan(
      String title,
      String mediaType,
      String owner,
      Where where,
      Instant startedAt,
      boolean startKnown) {}

  /** The conference it shows, there or to be made, and the accounts of those who were in it. */
  record Where(@Nullable String conference, String title, List<String> people) {}

  static void insert(Handle transaction, Caller caller, Upload upload, Plan plan, Instant now) {
    transaction
        .createUpdate(
            """
            INSERT INTO upload (id, organisation, begun_by, size, title, media_type, owner,
                                conference, conference_title, people, started_at, start_known,
                                metadata, begun_at, expires_at)
            VALUES (:id, :organisation, :by, :size, :title, :type, :owner, :conference,
                    :conferenceTitle, :people, :started, :known, :metadata, :now, :expires)
            """)
        .bind("id", upload.id())
        .bind("organisation", caller.organisation())
        .bind("by", caller.key())
        .bind("size", upload.size())
        .bind("title", plan.title())
        .bind("type", plan.mediaType())
        .bind("owner", plan.owner())
        .bind("conference", plan.where().conference())
        .bind("conferenceTitle", plan.where().title())
        .bindArray("people", String.class, plan.where().people())
        .bind("started", plan.startedAt())
        .bind("known", plan.startKnown())
        .bind("metadata", upload.metadata())
        .bind("now", now)
        .bind("expires", upload.expiresAt())
        .execute();
  }

  private static final String SELECT =
      """
      SELECT id, organisation, size, received, title, media_type, owner, conference,
             conference_title, people, started_at, start_known, metadata, expires_at, recording,
             failure, ended_at
        FROM upload
      """;

  /** The upload that the caller began, if there is one. */
  static Optional<Row> find(Handle handle, Caller caller, UUID id) {
    return handle
        .createQuery(SELECT + " WHERE id = :id AND organisation = :organisation AND begun_by = :by")
        .bind("id", id)
        .bind("organisation", caller.organisation())
        .bind("by", caller.key())
        .map((row, context) -> row(row))
        .findOne();
  }

  /** The upload, which nobody else changes until the transaction ends. */
  static Optional<Row> lock(Handle transaction, UUID id) {
    return transaction
        .createQuery(SELECT + " WHERE id = :id FOR UPDATE")
        .bind("id", id)
        .map((row, context) -> row(row))
        .findOne();
  }

  /** Uploads that are whole and have not become recordings, untouched since {@code before}. */
  static List<Row> stuck(Handle handle, Instant expiryBefore, int most) {
    return handle
        .createQuery(
            SELECT
                + """
                 WHERE ended_at IS NULL AND received = size AND expires_at < :before
                 ORDER BY expires_at LIMIT :most
                """)
        .bind("before", expiryBefore)
        .bind("most", most)
        .map((row, context) -> row(row))
        .list();
  }

  /** Uploads that are not whole and whose time is over. */
  static List<UUID> expired(Handle handle, Instant now, int most) {
    return handle
        .createQuery(
            """
            SELECT id FROM upload
             WHERE ended_at IS NULL AND received < size AND expires_at <= :now
             ORDER BY expires_at LIMIT :most
            """)
        .bind("now", now)
        .bind("most", most)
        .mapTo(UUID.class)
        .list();
  }

  /** Adds parts that follow what was received; false, if others came first. */
  static boolean add(
      Handle transaction, UUID id, List<PartsContent.Part> parts, Instant expiresAt) {
    int moved =
        transaction
            .createUpdate(
                """
                UPDATE upload SET received = :end, expires_at = :expires
                 WHERE id = :id AND received = :begins AND ended_at IS NULL
                """)
            .bind("id", id)
            .bind("begins", parts.getFirst().begins())
            .bind("end", parts.getLast().end())
            .bind("expires", expiresAt)
            .execute();
    if (moved == 0) {
      return false;
    }
    for (PartsContent.Part part : parts) {
      transaction.execute(
          "INSERT INTO upload_part (upload, begins, size, store_key) VALUES (?, ?, ?, ?)",
          id,
          part.begins(),
          part.size(),
          part.key());
    }
    return true;
  }

  static List<PartsContent.Part> parts(Handle handle, UUID id) {
    return handle
        .createQuery(
            "SELECT begins, size, store_key FROM upload_part WHERE upload = :id ORDER BY begins")
        .bind("id", id)
        .map((row, context) ->
            new PartsContent.Part(
                row.getLong("begins"), row.getLong("size"), row.getString("store_key")))
        .list();
  }

  static void end(
      Handle transaction,
      UUID id,
      @Nullable UUID recording,
      @Nullable String failure,
      Instant now) {
    transaction
        .createUpdate(
            """
            UPDATE upload SET recording = :recording, failure = :failure, ended_at = :now
             WHERE id = :id
            """)
        .bind("id", id)
        .bind("recording", recording)
        .bind("failure", failure)
        .bind("now", now)
        .execute();
    transaction.execute("DELETE FROM upload_part WHERE upload = ?", id);
  }

  private static Row row(ResultSet row) throws SQLException {
    UUID recording = row.getObject("recording", UUID.class);
    boolean over = row.getTimestamp("ended_at") != null;
    String failure = row.getString("failure");
    if (over && recording == null && failure == null) {
      failure = "its recording was deleted";
    }
    Upload upload =
        new Upload(
            row.getObject("id", UUID.class),
            row.getLong("size"),
            row.getLong("received"),
            row.getTimestamp("expires_at").toInstant(),
            new Upload.Outcome(Optional.ofNullable(recording), Optional.ofNullable(failure)),
            row.getString("metadata"));
    return new Row(upload, row.getString("organisation"), plan(row));
  }

  private static Plan plan(ResultSet row) throws SQLException {
    return new Plan(
        row.getString("title"),
        row.getString("media_type"),
        row.getString("owner"),
        new Where(
            row.getString("conference"),
            row.getString("conference_title"),
            List.of((String[]) row.getArray("people").getArray())),
        row.getTimestamp("started_at").toInstant(),
        row.getBoolean("start_known"));
  }
}
