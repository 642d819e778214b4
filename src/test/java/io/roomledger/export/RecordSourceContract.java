package io.roomledger.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.Period;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import io.roomledger.identity.Caller;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.junit.jupiter.api.Test;

/**
 * What every source of records keeps: it refuses strangers, gives each record of a half-open period
 * once and in key order, and sees one snapshot whatever others do meanwhile.
 */
public abstract class RecordSourceContract<T> {
  /** When the records of these tests happen; a day of its own, in UTC. */
  protected static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");

  private static final Period DAY =
      new Period(NOON.minus(Duration.ofHours(12)), NOON.plus(Duration.ofHours(12)));

  /** The database that the source reads, empty of records. */
  protected abstract Database database();

  /** The source. */
  protected abstract RecordSource<T> source();

  /** An order for the records that {@link #add} adds. */
  protected abstract ExportOrder order(Period period);

  /** Somebody who may order that. */
  protected abstract Caller insider();

  /** Somebody of the same organisation who may not. */
  protected abstract Caller stranger();

  /** Adds a record that happens at {@code at}, and answers its id. Several may at one moment. */
  protected abstract String add(Instant at);

  /** Deletes a record so that exports no longer have it. */
  protected abstract void remove(String id);

  /** One poured record. */
  protected record Poured<T>(String id, Instant at, T row) {}

  @Test
  void strangersAreRefusedAndInsidersAreNot() {
    add(NOON);
    source().authorise(insider(), order(DAY));
    assertThatThrownBy(() -> source().authorise(stranger(), order(DAY)))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void emptyPeriodIsNoFault() {
    add(NOON);
    Period before = new Period(NOON.minus(Duration.ofDays(9)), NOON.minus(Duration.ofDays(8)));
    assertThat(pour(before)).isEmpty();
    assertThat(pour(new Period(NOON, NOON))).isEmpty();
    assertThat(count(before)).isZero();
  }

  @Test
  void periodIsHalfOpen() {
    String first = add(NOON);
    String last = add(NOON.plus(Duration.ofHours(1)));
    add(NOON.plus(Duration.ofHours(2)));
    add(NOON.minusNanos(1000));
    Period period = new Period(NOON, NOON.plus(Duration.ofHours(2)));
    assertThat(pour(period)).extracting(Poured::id).containsExactly(first, last);
    assertThat(count(period)).isEqualTo(2);
  }

  @Test
  void recordsComeInKeyOrderAlsoWhenTheyTie() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      ids.add(add(NOON.plus(Duration.ofMinutes(i % 3 * 30L))));
    }
    List<Poured<T>> poured = pour(DAY);
    assertThat(poured).extracting(Poured::id).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(poured)
        .isSortedAccordingTo(
            Comparator.comparing((Poured<T> row) -> row.at()).thenComparing(Poured::id));
    assertThat(count(DAY)).isEqualTo(12);
  }

  @Test
  void everyRecordComesOnceWhileOthersAddAndDelete() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      ids.add(add(NOON.plus(Duration.ofMinutes(20L * i))));
    }
    List<String> poured =
        snapshot(handle -> {
          assertThat(source().count(handle, order(DAY))).isEqualTo(20);
          assertThat(source().foreseen(handle, order(DAY)).rows()).isEqualTo(20);
          meanwhile(() -> remove(ids.get(15)));
          meanwhile(() -> add(NOON.minus(Duration.ofHours(1))));
          List<String> seen = new ArrayList<>();
          pour(
              handle,
              DAY,
              row -> {
                seen.add(row.id());
                if (seen.size() == 2) {
                  meanwhile(() -> remove(ids.get(19)));
                  meanwhile(() -> add(NOON.plus(Duration.ofMinutes(10))));
                }
              });
          return seen;
        });
    assertThat(poured).containsExactlyElementsOf(ids);
    assertThat(count(DAY)).isEqualTo(20);
  }

  @Test
  void headingSaysWhichPeriodWasAskedFor() {
    add(NOON);
    Heading heading = snapshot(handle -> source().heading(handle, order(DAY)));
    assertThat(heading.period()).isEqualTo(DAY);
    assertThat(heading.title()).isNotBlank();
    assertThat(heading.fileBase()).isNotBlank().doesNotContain("/", "\\", "..");
  }

  /** Everything that the source gives for a period, in its order. */
  protected final List<Poured<T>> pour(Period period) {
    List<Poured<T>> rows = new ArrayList<>();
    snapshot(handle -> {
      pour(handle, period, rows::add);
      return rows;
    });
    return rows;
  }

  /** The headings, attachments and gaps that the source gives for a period. */
  protected final List<Item> items(Period period) {
    List<Item> items = new ArrayList<>();
    return snapshot(handle -> {
      pour(handle, period, row -> {}, items::add);
      return items;
    });
  }

  private long count(Period period) {
    return snapshot(handle -> source().count(handle, order(period)));
  }

  /** Takes what is poured. */
  private interface Taker<R> {
    void take(R taken);
  }

  private void pour(Handle handle, Period period, Taker<Poured<T>> rows) {
    pour(handle, period, rows, item -> {});
  }

  private void pour(Handle handle, Period period, Taker<Poured<T>> rows, Taker<Item> items) {
    try {
      source()
          .pour(
              handle,
              order(period),
              new PlainBasin<>() {
                @Override
                public void row(String id, Instant at, T row) {
                  rows.take(new Poured<>(id, at, row));
                }

                @Override
                public void item(Item item) {
                  items.take(item);
                }
              });
    } catch (IOException | SQLException e) {
      throw new AssertionError("the source could not be poured", e);
    }
  }

  /** In another thread: JDBI gives a thread that is in a transaction the same connection again. */
  private static void meanwhile(Runnable act) {
    CompletableFuture.runAsync(act, task -> Thread.ofVirtual().start(task)).join();
  }

  /** As the worker of exports reads: one read-only snapshot. */
  protected final <R> R snapshot(Function<Handle, R> reading) {
    return database()
        .jdbi()
        .inTransaction(
            TransactionIsolationLevel.REPEATABLE_READ,
            handle -> {
              handle.execute("SET TRANSACTION READ ONLY");
              return reading.apply(handle);
            });
  }
}
