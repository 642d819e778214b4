package io.roomledger.booking;

import io.roomledger.base.Period;
import io.roomledger.db.Mark;
import java.lang.ref.SoftReference;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * What became of reservations, kept from one report to the next, so that a report reads only the
 * rooms in which something was written since. Which those are is known exactly by {@link Mark}, not
 * by a clock: a report says what it would say if it read everything. It is kept for each
 * organisation for the months that were asked for, as long as there is memory to spare.
 */
final class UseMemory {
  private final int most;
  private final Map<String, SoftReference<Kept>> organisations = new ConcurrentHashMap<>();

  /**
   * An empty one.
   *
   * @param most how many reservations of an organisation are kept; who asks for more reads them
   *     each time
   */
  UseMemory(int most) {
    this.most = most;
  }

  /**
   * What is kept of an organisation.
   *
   * @param moment when it was read
   * @param months of which time; in milliseconds since 1970 each reservation has a part in it
   * @param rooms by their ids; of each everything in those months
   */
  private record Kept(Moment moment, Period months, Map<UUID, RoomUses> rooms) {
    Period with(Period more) {
      boolean apart = more.from().isAfter(months.to()) || more.to().isBefore(months.from());
      if (apart) {
        return more;
      }
      return new Period(
          more.from().isBefore(months.from()) ? more.from() : months.from(),
          more.to().isAfter(months.to()) ? more.to() : months.to());
    }
  }

  /**
   * A moment of the database.
   *
   * @param mark which transactions had been committed
   * @param tables which files the reservations are in, and which history of the server they are of:
   *     other ones after a table was emptied or a part of it dropped, for which there is no
   *     transaction in any row, and after a copy of the server took over
   */
  private record Moment(Mark mark, String tables) {
    static Moment of(Handle handle) {
      return new Moment(
          Mark.of(handle),
          handle
              .createQuery(
                  """
                  SELECT left(pg_walfile_name(pg_current_wal_insert_lsn()), 8) || ':'
                         || string_agg(relfilenode::text, ',' ORDER BY oid)
                    FROM pg_class
                   WHERE oid = 'reservation'::regclass
                      OR oid IN (SELECT relid FROM pg_partition_tree('reservation'))
                  """)
              .mapTo(String.class)
              .one());
    }

    boolean follows(Moment other) {
      return mark.system().equals(other.mark.system()) && tables.equals(other.tables);
    }
  }

  /**
   * Tells of each reservation that has a part in the period, once, in no order.
   *
   * @param handle a transaction in which every statement sees the same moment
   */
  void judge(
      Handle handle,
      String organisation,
      Period period,
      List<UUID> rooms,
      Consumer<UtilisationRows.Judged> each) {
    Kept now = upToDate(handle, organisation, period, rooms);
    long kept = now.rooms().values().stream().mapToLong(RoomUses::size).sum();
    if (kept <= most) {
      organisations.put(organisation, new SoftReference<>(now));
    } else {
      organisations.remove(organisation);
    }
    long from = period.from().toEpochMilli();
    long to = period.to().toEpochMilli();
    for (int place = 0; place < rooms.size(); place++) {
      now.rooms().getOrDefault(rooms.get(place), NONE).each(place, from, to, each);
    }
  }

  private static final RoomUses NONE = new RoomUses();

  private Kept upToDate(Handle handle, String organisation, Period period, List<UUID> rooms) {
    Moment moment = Moment.of(handle);
    Period asked = months(period);
    SoftReference<Kept> there = organisations.get(organisation);
    Kept before = there == null ? null : there.get();
    if (before == null || !moment.follows(before.moment())) {
      return read(handle, new Kept(moment, asked, Map.of()), rooms);
    }
    Period months = before.with(asked);
    if (!months.equals(before.months())) {
      return read(handle, new Kept(moment, months, Map.of()), rooms);
    }
    Map<UUID, RoomUses> still = new HashMap<>(before.rooms());
    if (UseChanges.removed(handle, organisation, before.moment().mark())) {
      still.clear();
    }
    still.keySet().removeAll(UseChanges.rooms(handle, organisation, before.moment().mark()));
    return read(handle, new Kept(moment, months, still), rooms);
  }

  /** With the rooms that are not there yet. */
  private static Kept read(Handle handle, Kept there, List<UUID> rooms) {
    List<UUID> missing = rooms.stream().filter(room -> !there.rooms().containsKey(room)).toList();
    if (missing.isEmpty()) {
      return there;
    }
    List<RoomUses> fresh = new ArrayList<>();
    missing.forEach(room -> fresh.add(new RoomUses()));
    UtilisationRows.judge(
        handle, there.months(), missing, judged -> fresh.get(judged.place()).add(judged));
    Map<UUID, RoomUses> all = new HashMap<>(there.rooms());
    for (int i = 0; i < missing.size(); i++) {
      all.put(missing.get(i), fresh.get(i));
    }
    return new Kept(there.moment(), there.months(), all);
  }

  /** The months of UTC that a period has a part in. */
  private static Period months(Period period) {
    LocalDate first = LocalDate.ofInstant(period.from(), ZoneOffset.UTC).withDayOfMonth(1);
    LocalDate last = LocalDate.ofInstant(period.to(), ZoneOffset.UTC).withDayOfMonth(1);
    return new Period(start(first), start(last.plusMonths(1)));
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
