package io.roomledger.export;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.base.Setting;
import io.roomledger.identity.Owner;
import org.jdbi.v3.core.Handle;

/**
 * How much of exports one may have. Of each, 0 is no bound.
 *
 * @param open how many that have not ended, for one owner
 * @param kept how many files, for one owner
 * @param bytes how many bytes of files, for one owner
 * @param organisationBytes how many bytes of files, for an organisation
 */
public record ExportQuota(
    @Setting(
            value = "0",
            doc = "How many exports of one person or app may wait or run; 0 for any number.")
        int open,
    @Setting(value = "0", doc = "How many files of exports one person or app may have; 0 for any.")
        int kept,
    @Setting(
            value = "0",
            doc = "How many bytes of files of exports one person or app may have; 0 for any.")
        long bytes,
    @Setting(
            value = "0",
            doc = "How many bytes of files of exports an organisation may have; 0 for any.")
        long organisationBytes) {
  /** No bounds. */
  public static final ExportQuota NONE = new ExportQuota(0, 0, 0, 0);

  /**
   * What somebody has of exports.
   *
   * @param open how many have not ended
   * @param kept how many files there are
   * @param bytes how many bytes those have
   * @param organisationBytes how many those of the whole organisation have
   */
  private record Used(long open, long kept, long bytes, long organisationBytes) {}

  /** Whether there is any bound. */
  public boolean bounds() {
    return !equals(NONE);
  }

  /**
   * Refuses one more export. Orders of one organisation wait for each other from here to the end of
   * the transaction, so that two at once do not both take the last place.
   *
   * @throws RefusedException conflict, saying which bound is reached and what to do
   */
  void admit(Handle transaction, Owner owner) {
    if (!bounds()) {
      return;
    }
    transaction
        .createQuery("SELECT pg_advisory_xact_lock(hashtext('export-quota ' || :organisation))")
        .bind("organisation", owner.organisation())
        .mapTo(String.class)
        .list();
    Used used = used(transaction, owner);
    need(open, used.open(), "%d exports of yours wait or run", "wait for one, or cancel one");
    need(kept, used.kept(), "%d files of exports of yours are kept", "wait until one expires");
    need(bytes, used.bytes(), "your files of exports have %d bytes", "wait until some expire");
    need(
        organisationBytes,
        used.organisationBytes(),
        "the files of exports of your organisation have %d bytes",
        "wait until some expire");
  }

  private static void need(long bound, long used, String is, String expected) {
    if (bound > 0 && used >= bound) {
      throw new RefusedException(
          new Refusal.Conflict(
              "quota: "
                  + is.formatted(used)
                  + ", "
                  + bound
                  + " are allowed (expected: "
                  + expected
                  + ")"));
    }
  }

  /** How many owners have as much as they may, for those who keep the server. */
  public long reached(Handle handle) {
    return handle
        .createQuery(
            """
            SELECT count(*) FROM (
              SELECT 1 FROM export e JOIN job j USING (id)
               WHERE expired_at IS NULL
               GROUP BY organisation, e.owner
              HAVING (:open > 0
                      AND count(*) FILTER (WHERE j.status IN ('WAITING', 'RUNNING')) >= :open)
                  OR (:kept > 0 AND count(done_at) >= :kept)
                  OR (:bytes > 0 AND coalesce(sum(size), 0) >= :bytes)) full_ones\
            """)
        .bind("open", open)
        .bind("kept", kept)
        .bind("bytes", bytes)
        .mapTo(Long.class)
        .one();
  }

  /** What that owner, and their organisation, has now. */
  private static Used used(Handle handle, Owner owner) {
    return handle
        .createQuery(
            """
            SELECT count(*) FILTER (WHERE mine AND j.status IN ('WAITING', 'RUNNING')) AS open,
                   count(*) FILTER (WHERE mine AND there) AS kept,
                   coalesce(sum(size) FILTER (WHERE mine AND there), 0)::bigint AS bytes,
                   coalesce(sum(size) FILTER (WHERE there), 0)::bigint AS organisation_bytes
              FROM (SELECT id, size, owner = :owner AS mine,
                           done_at IS NOT NULL AND expired_at IS NULL AS there
                      FROM export
                     WHERE organisation = :organisation AND expired_at IS NULL) e
              JOIN job j USING (id)\
            """)
        .bind("owner", owner.key())
        .bind("organisation", owner.organisation())
        .mapTo(Used.class)
        .one();
  }
}
