package io.roomledger.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;

/**
 * The tables export_split and export_share. Leases go by the database's clock, which all servers
 * have in common.
 */
final class ShareRows {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ShareRows() {}

  /** Which attempt. */
  record Of(long export, int attempt) {}

  /**
   * What everybody must know who makes a share of an attempt.
   *
   * @param server who joins the shares
   * @param likeness what a server has that writes the same files
   * @param snapshot the name of the moment to read
   * @param replicated whether that is a moment of the replica
   * @param stamp the time that the entries of the zip carry
   * @param main the path of its main file
   */
  record Common(
      Of of,
      String server,
      String likeness,
      String snapshot,
      boolean replicated,
      Instant stamp,
      String main) {}

  /**
   * A share that a server has taken.
   *
   * @param key where it puts it
   */
  record Taken(Common common, int number, RecordSource.Share share, String key) {
    Of of() {
      return common.of();
    }
  }

  /**
   * How far the others are.
   *
   * @param rows how many they have made that are not joined yet
   * @param servers how many of them there are
   */
  record Elsewhere(long rows, int servers) {}

  /** Writes down what there is to take; what ends a part is left to who joins the shares. */
  static void insert(Handle handle, Common common, List<RecordSource.Share> shares) {
    handle
        .createUpdate(
            """
            INSERT INTO export_split
            VALUES (:export, :attempt, :server, :likeness, :snapshot, :replicated, :stamp, :main)
            """)
        .bind("export", common.of().export())
        .bind("attempt", common.of().attempt())
        .bind("server", common.server())
        .bind("likeness", common.likeness())
        .bind("snapshot", common.snapshot())
        .bind("replicated", common.replicated())
        .bind("stamp", common.stamp().atOffset(ZoneOffset.UTC))
        .bind("main", common.main())
        .execute();
    PreparedBatch batch =
        handle.prepareBatch(
            """
            INSERT INTO export_share (export, attempt, number, parts, rows, leased)
            VALUES (:export, :attempt, :number, :parts::jsonb, :rows,
                    CASE WHEN :own THEN 'infinity'::timestamptz END)
            """);
    for (int i = 0; i < shares.size(); i++) {
      batch
          .bind("export", common.of().export())
          .bind("attempt", common.of().attempt())
          .bind("number", i)
          .bind("parts", written(shares.get(i).parts()))
          .bind("rows", shares.get(i).rows())
          .bind("own", own(shares.get(i)))
          .add();
    }
    int[] _ = batch.execute();
  }

  /**
   * Whether a share is made by whoever joins them: behind the last rows of a part come its files
   * and its end.
   */
  static boolean own(RecordSource.Share share) {
    return share.stretch().filter(RecordSource.Stretch::last).isPresent();
  }

  /** Whoever joins the shares makes this one itself; false if another server has it. */
  static boolean own(Handle handle, Of of, int number) {
    return handle.execute(
            """
            UPDATE export_share SET server = '', key = NULL, leased = 'infinity'
             WHERE export = ? AND attempt = ? AND number = ? AND made IS NULL
               AND (leased IS NULL OR leased < clock_timestamp())
            """,
            of.export(),
            of.attempt(),
            number)
        == 1;
  }

  /** Whoever joins the shares makes these itself, whoever has them. */
  static void keepOwn(Handle handle, Of of, Collection<Integer> numbers) {
    handle
        .createUpdate(
            """
            UPDATE export_share SET server = '', key = NULL, leased = 'infinity', done = 0
             WHERE export = :export AND attempt = :attempt AND number = ANY (:numbers)
            """)
        .bind("export", of.export())
        .bind("attempt", of.attempt())
        .bindArray("numbers", Integer.class, numbers.toArray())
        .execute();
  }

  /** A share that another server has made, once it has. */
  static Optional<MadeShare> made(Handle handle, Of of, int number) {
    return handle
        .createQuery(
            """
            SELECT made FROM export_share
             WHERE export = :export AND attempt = :attempt AND number = :number
               AND made IS NOT NULL
            """)
        .bind("export", of.export())
        .bind("attempt", of.attempt())
        .bind("number", number)
        .mapTo(String.class)
        .findOne()
        .map(MadeShare::read);
  }

  /** A share is joined; nobody needs to know of it any more. */
  static void joined(Handle handle, Of of, int number) {
    handle.execute(
        "DELETE FROM export_share WHERE export = ? AND attempt = ? AND number = ?",
        of.export(),
        of.attempt(),
        number);
  }

  /** What the others have made from that share on. */
  static Elsewhere elsewhere(Handle handle, Of of, int from) {
    return handle
        .createQuery(
            """
            SELECT coalesce(sum(done) FILTER (WHERE number >= :from), 0)::bigint AS rows,
                   count(DISTINCT server)::integer AS servers
              FROM export_share
             WHERE export = :export AND attempt = :attempt AND server <> ''
            """)
        .bind("export", of.export())
        .bind("attempt", of.attempt())
        .bind("from", from)
        .mapTo(Elsewhere.class)
        .one();
  }

  /** Forgets that attempt and those before it, and answers where lies what was made for them. */
  static List<String> forget(Handle handle, Of of) {
    List<String> keys =
        handle
            .createQuery(
                """
                DELETE FROM export_share WHERE export = :export AND attempt <= :attempt
                RETURNING coalesce(made ->> 'key', '') AS key
                """)
            .bind("export", of.export())
            .bind("attempt", of.attempt())
            .mapTo(String.class)
            .list();
    handle.execute(
        "DELETE FROM export_split WHERE export = ? AND attempt <= ?", of.export(), of.attempt());
    return keys.stream().filter(key -> !key.isEmpty()).toList();
  }

  /**
   * Takes the last share that is free, of an export that another server like this joins.
   *
   * @param server who takes it
   * @param random tells this taking from all others
   * @param but exports of which this server takes none
   */
  static Optional<Taken> take(
      Handle handle, Likes likes, String server, String random, Collection<Long> but) {
    return handle
        .createQuery(
            """
            WITH next AS (
              SELECT s.export, s.attempt, s.number FROM export_share s
                JOIN export_split t USING (export, attempt)
               WHERE s.made IS NULL AND (s.leased IS NULL OR s.leased < clock_timestamp())
                 AND t.likeness = :likeness AND t.server <> :server
                 AND s.export <> ALL (:but)
               ORDER BY s.export, s.number DESC LIMIT 1 FOR UPDATE OF s SKIP LOCKED)
            UPDATE export_share s
               SET server = :server, done = 0, leased = clock_timestamp() + :lease,
                   key = :folder || s.export || '/' || s.attempt || '-' || s.number || '-' || :random
              FROM next JOIN export_split t USING (export, attempt)
             WHERE (s.export, s.attempt, s.number) = (next.export, next.attempt, next.number)
            RETURNING s.number, s.parts, s.rows, s.key, t.*
            """)
        .bind("likeness", likes.likeness())
        .bind("server", server)
        .bind("lease", likes.lease())
        .bind("folder", ExportSweep.FOLDER)
        .bind("random", random)
        .bindArray("but", Long.class, but.toArray())
        .map((row, context) -> taken(row))
        .findOne();
  }

  /** What a server takes, and for how long. */
  record Likes(String likeness, Duration lease) {}

  /** Keeps a share that was taken; false if it is no longer theirs. */
  static boolean keep(Handle handle, Taken taken, Duration lease, long done) {
    return bound(
            handle.createQuery(
                """
                UPDATE export_share SET leased = clock_timestamp() + :lease, done = :done
                 WHERE export = :export AND attempt = :attempt AND number = :number
                   AND key = :key AND made IS NULL RETURNING number
                """),
            taken)
        .bind("lease", lease)
        .bind("done", done)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  /** Hands a share over; false if it is no longer theirs. */
  static boolean hand(Handle handle, Taken taken, MadeShare made) {
    return bound(
            handle.createQuery(
                """
                UPDATE export_share SET made = :made::jsonb, done = :done
                 WHERE export = :export AND attempt = :attempt AND number = :number
                   AND key = :key AND made IS NULL RETURNING number
                """),
            taken)
        .bind("made", made.written())
        .bind("done", made.counted().rows())
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  /** Gives a share back that was taken and cannot be made here. */
  static void giveBack(Handle handle, Taken taken) {
    handle.execute(
        """
        UPDATE export_share SET leased = NULL, server = '', key = NULL, done = 0
         WHERE export = ? AND attempt = ? AND number = ? AND key = ? AND made IS NULL
        """,
        taken.of().export(),
        taken.of().attempt(),
        taken.number(),
        taken.key());
  }

  private static Query bound(Query query, Taken taken) {
    return query
        .bind("export", taken.of().export())
        .bind("attempt", taken.of().attempt())
        .bind("number", taken.number())
        .bind("key", taken.key());
  }

  private static Taken taken(ResultSet row) throws SQLException {
    Common common =
        new Common(
            new Of(row.getLong("export"), row.getInt("attempt")),
            row.getString("server"),
            row.getString("likeness"),
            row.getString("snapshot"),
            row.getBoolean("replicated"),
            row.getObject("stamp", OffsetDateTime.class).toInstant(),
            row.getString("main"));
    RecordSource.Share share =
        new RecordSource.Share(places(row.getString("parts")), row.getLong("rows"));
    return new Taken(common, row.getInt("number"), share, row.getString("key"));
  }

  private static List<RecordSource.Place> places(String json) {
    try {
      return Arrays.asList(JSON.readValue(json, RecordSource.Place[].class));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String written(List<RecordSource.Place> places) {
    try {
      return JSON.writeValueAsString(places);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
