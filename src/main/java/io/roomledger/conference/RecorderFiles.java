package io.roomledger.conference;

import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Permissions;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

/**
 * The door of what is remembered of recorders' folders: which of their files were taken in, and how
 * they looked then, so that whoever watches a folder reads none of them twice. Whoever manages
 * recordings may.
 */
public final class RecorderFiles {
  private final Database database;
  private final Clock clock;

  public RecorderFiles(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * How a file looks from outside.
   *
   * @param size in bytes
   * @param changedAt when it was last changed, in whole microseconds
   */
  public record Look(long size, Instant changedAt) {
    public Look {
      changedAt = changedAt.truncatedTo(ChronoUnit.MICROS);
    }
  }

  /**
   * The files of {@code folder} that were taken in, by their path in it, as they looked then.
   *
   * @throws RefusedException forbidden
   */
  public Map<String, Look> taken(Caller caller, String folder) {
    caller.needPermission(Permissions.MANAGE_RECORDINGS);
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    """
                    SELECT path, size, changed_at
                      FROM recorder_file
                     WHERE organisation = :organisation AND folder = :folder
                    """)
                .bind("organisation", caller.organisation())
                .bind("folder", folder)
                .reduceRows(
                    new HashMap<String, Look>(),
                    (looks, row) -> {
                      looks.put(
                          row.getColumn("path", String.class),
                          new Look(
                              row.getColumn("size", Long.class),
                              row.getColumn("changed_at", Instant.class)));
                      return looks;
                    }));
  }

  /**
   * Remembers that a file was taken in as it looks now.
   *
   * @param path its path in {@code folder}
   * @throws RefusedException forbidden
   */
  public void remember(Caller caller, String folder, String path, Look look) {
    caller.needPermission(Permissions.MANAGE_RECORDINGS);
    database
        .jdbi()
        .useHandle(handle ->
            handle
                .createUpdate(
                    """
                    INSERT INTO recorder_file
                      (organisation, folder, path, size, changed_at, taken_at)
                    VALUES (:organisation, :folder, :path, :size, :changed, :now)
                    ON CONFLICT (organisation, folder, path) DO UPDATE
                      SET size = excluded.size,
                          changed_at = excluded.changed_at,
                          taken_at = excluded.taken_at
                    """)
                .bind("organisation", caller.organisation())
                .bind("folder", folder)
                .bind("path", path)
                .bind("size", look.size())
                .bind("changed", look.changedAt())
                .bind("now", clock.instant())
                .execute());
  }
}
