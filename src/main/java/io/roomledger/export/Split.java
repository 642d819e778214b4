package io.roomledger.export;

import io.roomledger.db.News;
import io.roomledger.job.Worker;
import io.roomledger.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An attempt at a package in shares. Other servers take shares from the end, and put what they made
 * into the store; this one goes from the beginning, joins what is there, and makes what nobody has.
 * So it ends also if nobody helps, and if whoever helped is gone. All read one snapshot.
 */
final class Split implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Split.class);
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final long LOOK_EVERY = TimeUnit.SECONDS.toNanos(1);

  private final Exports.House house;
  private final Worker.Run run;
  private final ShareRows.Common common;
  private final List<RecordSource.Share> shares;

  /** Those that are made here and by nobody else. */
  private final BitSet mine = new BitSet();

  private ShareRows.Elsewhere elsewhere = new ShareRows.Elsewhere(0, 0);
  private long lookAt = System.nanoTime();
  private int next;
  private long rows;
  private long total;

  Split(
      Exports.House house,
      Worker.Run run,
      ShareRows.Common common,
      List<RecordSource.Share> shares) {
    this.house = house;
    this.run = run;
    this.common = common;
    this.shares = List.copyOf(shares);
    for (int i = 0; i < shares.size(); i++) {
      mine.set(i, ShareRows.own(shares.get(i)));
    }
  }

  /** Tells all servers of the shares. */
  void begin() {
    forget(house, common.of());
    house
        .database()
        .jdbi()
        .useTransaction(transaction -> {
          ShareRows.insert(transaction, common, shares);
          house.database().news().tell(transaction, News.SHARES, "");
        });
  }

  /** What all of them go to. */
  private record Whole<T>(
      Handle snapshot, Recipe<T> recipe, ExportOrder order, Pouring<T> pouring) {}

  /** Pours all of them, in their order. */
  <T> void pour(Handle snapshot, Recipe<T> recipe, ExportOrder order, Pouring<T> pouring)
      throws IOException, SQLException {
    Whole<T> whole = new Whole<>(snapshot, recipe, order, pouring);
    for (RecordSource.Share share : shares) {
      long before = pouring.rows();
      Optional<MadeShare> made = mine.get(next) ? Optional.empty() : turn();
      if (made.isEmpty() || !joined(made.get(), share, whole)) {
        if (made.isPresent() && share.stretch().isPresent()) {
          keepRest(share.parts().getFirst().id());
        }
        recipe.source().pour(snapshot, order, share, pouring);
      }
      check(share, pouring.rows() - before);
      next++;
    }
  }

  /** What does not fit behind this writer's rows does not fit later: nobody need make it. */
  private void keepRest(String part) {
    List<Integer> rest = new ArrayList<>();
    for (int i = next + 1; i < shares.size(); i++) {
      if (shares.get(i).parts().getFirst().id().equals(part)) {
        mine.set(i);
        rest.add(i);
      }
    }
    house.database().jdbi().useHandle(handle -> ShareRows.keepOwn(handle, common.of(), rest));
  }

  /** Stretches lie side by side: if one had more or fewer rows, another would, too. */
  private static void check(RecordSource.Share share, long has) {
    if (share.stretch().isPresent() && !ShareRows.own(share) && has != share.rows()) {
      throw new IllegalStateException(
          has + " rows of a stretch were written, but it has " + share.rows());
    }
  }

  /** What another server has made of the next one; empty if it is to be made here. */
  private Optional<MadeShare> turn() {
    while (true) {
      if (house.database().jdbi().withHandle(handle -> ShareRows.own(handle, common.of(), next))) {
        return Optional.empty();
      }
      Optional<MadeShare> made =
          house.database().jdbi().withHandle(handle -> ShareRows.made(handle, common.of(), next));
      if (made.isPresent()) {
        return made;
      }
      LockSupport.parkNanos(PAUSE.toNanos());
      progress(rows, total);
    }
  }

  private <T> boolean joined(MadeShare made, RecordSource.Share share, Whole<T> whole)
      throws IOException {
    Optional<ObjectStore.StoredObject> object = house.store().find(made.key());
    if (object.isEmpty()) {
      return false;
    }
    // what it has now counts here
    lookAt = System.nanoTime();
    try (InputStream in = object.get().content().open(0)) {
      ZipJoin.Packed packed = new ZipJoin.Packed(made.entries(), in, made.size());
      if (!(share.stretch().isPresent()
          ? joinedStretch(made, packed, share.parts().getFirst(), whole)
          : whole.pouring().join(made, packed))) {
        return false;
      }
    } catch (ZipJoin.DamagedException e) {
      throw new IOException(
          "what another server has made is damaged: " + made.key() + " (" + e.getMessage() + ")",
          e);
    }
    house.database().jdbi().useHandle(handle -> ShareRows.joined(handle, common.of(), next));
    discard(List.of(made.key()), house.store());
    return true;
  }

  private static <T> boolean joinedStretch(
      MadeShare made, ZipJoin.Packed packed, RecordSource.Place place, Whole<T> whole)
      throws IOException {
    Optional<RecordSource.Part> part =
        whole.recipe().source().part(whole.snapshot(), whole.order(), place);
    if (part.isPresent()) {
      whole.pouring().part(part.get());
    }
    return whole.pouring().joinStretch(made, packed);
  }

  /** Says how far all servers are together. */
  void progress(long done, long foreseen) {
    rows = done;
    total = foreseen;
    if (System.nanoTime() - lookAt >= 0) {
      look();
    }
    long all = done + elsewhere.rows();
    run.progress(all, Math.max(all, foreseen));
  }

  private void look() {
    int before = elsewhere.servers();
    elsewhere =
        house
            .database()
            .jdbi()
            .withHandle(handle -> ShareRows.elsewhere(handle, common.of(), next));
    if (elsewhere.servers() > before) {
      run.say(elsewhere.servers() + 1 + " servers make it together");
    }
    lookAt = System.nanoTime() + LOOK_EVERY;
  }

  /** From now on nobody makes shares of it; what was made and not joined is removed. */
  @Override
  public void close() {
    try {
      forget(house, common.of());
    } catch (RuntimeException e) {
      LOG.info("export {}: its shares are left to the next attempt", run.id(), e);
    }
  }

  private static void forget(Exports.House house, ShareRows.Of of) {
    List<String> keys =
        house.database().jdbi().inTransaction(handle -> ShareRows.forget(handle, of));
    discard(keys, house.store());
  }

  /** Removes what was made and is of no more use. */
  static void discard(List<String> keys, ObjectStore store) {
    for (String key : keys) {
      try {
        store.delete(key);
      } catch (IOException | RuntimeException e) {
        LOG.info("{}: left to the sweep ({})", key, e.getMessage());
      }
    }
  }
}
