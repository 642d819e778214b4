package io.roomledger.export;

import io.roomledger.base.Ids;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Owner;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The door of links to the files of exports: whoever has one may fetch the file until it expires or
 * is ended, or its maker may no longer fetch it themselves. Only the owner of an export makes them.
 */
public final class ExportLinks {
  /** The longest that a link may live. */
  public static final Duration LONGEST_LIFE = Duration.ofDays(30);

  private static final int BYTES = 32;
  private static final int MOST = 100;

  private final Exports.House house;
  private final Exports exports;

  public ExportLinks(Exports.House house, Exports exports) {
    this.house = house;
    this.exports = exports;
  }

  /**
   * Makes a link.
   *
   * @param life how long it opens the file
   * @throws RefusedException not found; forbidden to anybody but the owner; invalid: a life that is
   *     shorter than a second or longer than {@link #LONGEST_LIFE}; conflict: the export has no
   *     file, or a hundred links that open it
   */
  public ExportLink.Made make(Caller caller, long export, Duration life) {
    if (life.compareTo(Duration.ofSeconds(1)) < 0 || life.compareTo(LONGEST_LIFE) > 0) {
      throw new RefusedException(
          new Refusal.Invalid("life", life.toString(), "PT1S to " + LONGEST_LIFE));
    }
    ExportJob job = owned(caller, export);
    return house
        .database()
        .jdbi()
        .inTransaction(handle -> {
          if (job.result().isEmpty() || job.expiredAt().isPresent()) {
            throw new RefusedException(
                new Refusal.Conflict("export " + export + " has no file that a link could open"));
          }
          Instant now = now();
          if (open(handle, export, now) >= MOST) {
            throw new RefusedException(
                new Refusal.Conflict(
                    "export " + export + " has " + MOST + " links already (expected: fewer)"));
          }
          String ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(Ids.secret(BYTES));
          ExportLink link =
              new ExportLink(
                  Ids.growing(now),
                  export,
                  caller.key(),
                  now,
                  now.plus(life),
                  new ExportLink.Use(Optional.empty(), 0));
          insert(handle, link, ticket);
          audit(handle, caller, "export.linked", link);
          return new ExportLink.Made(link, ticket);
        });
  }

  /**
   * The links to an export, the oldest first, also those that ended.
   *
   * @throws RefusedException not found; forbidden to anybody but the owner
   */
  public List<ExportLink> list(Caller caller, long export) {
    ExportJob _ = owned(caller, export);
    return house
        .database()
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("SELECT * FROM export_link WHERE export = :export ORDER BY id")
                .bind("export", export)
                .map((row, context) -> link(row))
                .list());
  }

  /**
   * Ends a link; nothing happens to one that has ended.
   *
   * @throws RefusedException not found: the export, or a link of it; forbidden to anybody but the
   *     owner
   */
  public void end(Caller caller, long export, long id) {
    ExportJob _ = owned(caller, export);
    house
        .database()
        .jdbi()
        .useTransaction(handle -> {
          ExportLink link =
              handle
                  .createQuery(
                      "SELECT * FROM export_link WHERE id = :id AND export = :export FOR UPDATE")
                  .bind("id", id)
                  .bind("export", export)
                  .map((row, context) -> link(row))
                  .findOne()
                  .orElseThrow(() ->
                      new RefusedException(
                          new Refusal.NotFound(Refusal.Thing.LINK, Long.toString(id))));
          if (link.use().endedAt().isEmpty()) {
            handle.execute("UPDATE export_link SET ended_at = ? WHERE id = ?", time(now()), id);
            audit(handle, caller, "export.link-ended", link);
          }
        });
  }

  /**
   * Ends all links that an account made, with its log-ins: whoever got in with its old password may
   * have made some. Those of its schedules and deliveries end, too.
   */
  public void endAllOf(Handle handle, String accountId) {
    handle.execute(
        "UPDATE export_link SET ended_at = ? WHERE made_by = ? AND ended_at IS NULL",
        time(now()),
        "account:" + accountId);
  }

  /**
   * Opens the file behind a link, audited as its maker's, with the address of whoever came.
   *
   * @param address where the call comes from
   * @throws RefusedException unauthenticated, if the link is wrong, has expired or was ended, or
   *     its maker is gone; else as {@link Exports#open}
   */
  public Exports.ExportFile open(String ticket, String address) {
    ExportLink link = used(ticket);
    Caller maker =
        owner(link, address).caller(house.accounts(), house.apps()).orElseThrow(ExportLinks::wrong);
    return exports.open(maker, link.export());
  }

  private ExportLink used(String ticket) {
    return house
        .database()
        .jdbi()
        .inTransaction(handle ->
            handle
                .createQuery(
                    """
                    UPDATE export_link SET uses = uses + 1
                     WHERE hash = :hash AND expires_at > :now AND ended_at IS NULL
                    RETURNING *
                    """)
                .bind("hash", hash(ticket))
                .bind("now", time(now()))
                .map((row, context) -> link(row))
                .findOne())
        .orElseThrow(ExportLinks::wrong);
  }

  private Owner owner(ExportLink link, String address) {
    return house
        .database()
        .jdbi()
        .withHandle(handle -> new ExportRows().find(handle, link.export()))
        .map(export ->
            new Owner(
                link.madeBy(), export.owner().organisation(), export.owner().scopes(), address))
        .orElseThrow(ExportLinks::wrong);
  }

  /** The export, if it is the caller's own. */
  private ExportJob owned(Caller caller, long export) {
    ExportJob job = exports.get(caller, export);
    if (!(caller instanceof Caller.Operator) && !caller.key().equals(job.owner())) {
      throw new RefusedException(new Refusal.Forbidden(Refusal.Right.RELATION, "owner"));
    }
    return job;
  }

  private static long open(Handle handle, long export, Instant now) {
    return handle
        .createQuery(
            """
            SELECT count(*) FROM export_link
             WHERE export = :export AND expires_at > :now AND ended_at IS NULL
            """)
        .bind("export", export)
        .bind("now", time(now))
        .mapTo(Long.class)
        .one();
  }

  private static void insert(Handle handle, ExportLink link, String ticket) {
    handle
        .createUpdate(
            """
            INSERT INTO export_link (id, export, hash, made_by, made_at, expires_at)
            VALUES (:id, :export, :hash, :by, :at, :expires)
            """)
        .bind("id", link.id())
        .bind("export", link.export())
        .bind("hash", hash(ticket))
        .bind("by", link.madeBy())
        .bind("at", time(link.madeAt()))
        .bind("expires", time(link.expiresAt()))
        .execute();
  }

  private static ExportLink link(ResultSet row) throws SQLException {
    OffsetDateTime ended = row.getObject("ended_at", OffsetDateTime.class);
    return new ExportLink(
        row.getLong("id"),
        row.getLong("export"),
        row.getString("made_by"),
        row.getObject("made_at", OffsetDateTime.class).toInstant(),
        row.getObject("expires_at", OffsetDateTime.class).toInstant(),
        new ExportLink.Use(
            ended == null ? Optional.empty() : Optional.of(ended.toInstant()),
            row.getLong("uses")));
  }

  private static byte[] hash(String ticket) {
    return Sha256.begin().digest(ticket.getBytes(StandardCharsets.UTF_8));
  }

  private void audit(Handle handle, Caller caller, String action, ExportLink link) {
    Map<String, String> details =
        Map.of("link", Long.toString(link.id()), "expires", link.expiresAt().toString());
    house.audit().append(handle, caller, action, "export:" + link.export(), details);
  }

  private static RefusedException wrong() {
    return new RefusedException(new Refusal.Unauthenticated(Refusal.Credential.UNKNOWN));
  }

  private static OffsetDateTime time(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }

  private Instant now() {
    return house.clock().instant().truncatedTo(ChronoUnit.MICROS);
  }
}
