package io.roomledger.identity;

import io.roomledger.db.Database;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The table of windows that all servers count in, by the clock of the database. */
final class CallWindows {
  private static final Duration SWEEP_EVERY = Duration.ofMinutes(10);

  private static final String TAKE =
      """
      INSERT INTO call_window AS w (name, ends, taken, given)
      VALUES (:name, statement_timestamp() + :seconds * interval '1 second',
              greatest(1, :limit / 16), greatest(1, :limit / 16))
      ON CONFLICT (name) DO UPDATE SET
        ends = CASE WHEN w.ends > statement_timestamp() THEN w.ends ELSE excluded.ends END,
        taken = CASE WHEN w.ends > statement_timestamp()
                     THEN w.taken + greatest(1, (:limit - w.taken) / 16) ELSE excluded.taken END,
        given = CASE WHEN w.ends > statement_timestamp()
                     THEN greatest(1, (:limit - w.taken) / 16) ELSE excluded.given END
        WHERE w.ends <= statement_timestamp() OR w.taken < :limit
      RETURNING given, :limit - taken, extract(epoch FROM ends - statement_timestamp())
      """;

  private final Database database;
  private final AtomicLong sweptAt = new AtomicLong(System.nanoTime());

  CallWindows(Database database) {
    this.database = database;
  }

  /**
   * What a server gets.
   *
   * @param calls how many calls; none if all are taken
   * @param left how many are left for whoever asks next
   * @param ends how long until the window ends
   */
  record Given(long calls, long left, Duration ends) {}

  /** Takes some calls, in a window that is under way or else begins now. */
  Given take(RateLimits.Key key) {
    sweep();
    byte[] name = name(key);
    return database
        .jdbi()
        .withHandle(handle -> {
          Optional<Given> given =
              handle
                  .createQuery(TAKE)
                  .bind("name", name)
                  .bind("limit", key.limit())
                  .bind("seconds", key.window().toNanos() / 1e9)
                  .map((row, context) ->
                      new Given(row.getLong(1), row.getLong(2), length(row.getDouble(3))))
                  .findOne();
          return given.orElseGet(() ->
              new Given(
                  0,
                  0,
                  length(
                      handle
                          .createQuery(
                              """
                              SELECT extract(epoch FROM ends - statement_timestamp())
                                FROM call_window WHERE name = :name
                              """)
                          .bind("name", name)
                          .mapTo(Double.class)
                          .findOne()
                          .orElse(0.0))));
        });
  }

  /** Puts one back, if its window is still under way. */
  void giveBack(RateLimits.Key key) {
    database
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                """
                UPDATE call_window SET taken = taken - 1
                 WHERE name = ? AND taken > 0 AND ends > statement_timestamp()
                """,
                name(key)));
  }

  private void sweep() {
    long last = sweptAt.get();
    long now = System.nanoTime();
    if (now - last > SWEEP_EVERY.toNanos() && sweptAt.compareAndSet(last, now)) {
      database
          .jdbi()
          .useHandle(handle ->
              handle.execute("DELETE FROM call_window WHERE ends < statement_timestamp()"));
    }
  }

  private static Duration length(double seconds) {
    return Duration.ofNanos((long) (Math.max(0, seconds) * TimeUnit.SECONDS.toNanos(1)));
  }

  private static byte[] name(RateLimits.Key key) {
    String who = key.who();
    return ServerKey.sha256(
        who.length() + ":" + who + " " + key.limit() + " " + key.window() + " " + key.what());
  }
}
