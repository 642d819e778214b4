package io.roomledger.booking;

import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.export.Base;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.Filter;
import io.roomledger.export.Filters;
import io.roomledger.export.Heading;
import io.roomledger.export.Item;
import io.roomledger.export.NamedPeople;
import io.roomledger.export.RecordSource;
import io.roomledger.export.Selection;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Permissions;
import io.roomledger.retention.KeptKind;
import io.roomledger.retention.Removed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Reservations of the rooms in a level and everywhere below it, in order of their start. The caller
 * needs {@link Permissions#MANAGE_MEETINGS}.
 *
 * <p>A reservation belongs to a period if it <em>starts</em> in it, however long it lasts. So of
 * two exports, the second of which begins where the first one ends, every reservation is in one and
 * in one only; had it been those that overlap the period, a meeting over midnight would be in both
 * days.
 */
public final class ReservationSource implements RecordSource<Reservation> {
  private static final int FETCH = 1_000;

  private static final String LEVEL = "level";

  /** The name under which a selection has its rooms, by id. */
  public static final String ROOM = "room";

  private static final String EXCLUDE = "exclude";
  private static final String TOPICS = "topics";

  private static final Filters FILTERS =
      Filters.of(
          Filter.text(LEVEL, "", "the id of a level"),
          Filter.texts(ROOM, "", "the id of a meeting room"),
          Filter.flag(EXCLUDE, ""),
          Filter.flag(TOPICS, ""),
          Filter.PERSON,
          Filter.WORDS,
          Filter.NAMES,
          Filter.SINCE);

  private final MeetingRooms meetingRooms;
  private final NamedPeople people;

  public ReservationSource(MeetingRooms meetingRooms, Accounts accounts) {
    this.meetingRooms = meetingRooms;
    this.people = new NamedPeople(accounts);
  }

  /**
   * What to order it with.
   *
   * @param level the level whose rooms are meant, with all levels below it
   * @param rooms which of them; empty for all
   * @param exclude whether all but {@code rooms} are meant instead
   * @param topics whether topics are shown; they are blank otherwise
   */
  public static Selection selection(UUID level, List<UUID> rooms, boolean exclude, boolean topics) {
    return Selection.of(LEVEL, level.toString())
        .and(ROOM, rooms.stream().map(UUID::toString).toList())
        .and(EXCLUDE, String.valueOf(exclude))
        .and(TOPICS, String.valueOf(topics));
  }

  @Override
  public String kind() {
    return "reservations";
  }

  @Override
  public Filters filters() {
    return FILTERS;
  }

  /** People by id; without a level all rooms are meant, and topics are shown unless it says no. */
  @Override
  public Selection settled(Caller caller, Selection selection) {
    Selection settled = people.settled(caller, selection);
    if (settled.one(LEVEL).isEmpty()) {
      settled = settled.and(LEVEL, meetingRooms.levels().root(caller).id().toString());
    }
    return settled.one(TOPICS).isEmpty() ? settled.and(TOPICS, "true") : settled;
  }

  @Override
  public void authorise(Caller caller, ExportOrder order) {
    caller.needPermission(Permissions.MANAGE_MEETINGS);
    if (!order.selection().words().isEmpty() && !order.selection().flag(TOPICS)) {
      throw new RefusedException(
          new Refusal.Invalid(TOPICS, "false", "true, where words are looked for in them"));
    }
    meetingRooms.requireUnder(caller, level(order), rooms(order));
  }

  /** The ids of the rooms: rooms move from level to level. */
  @Override
  public List<String> scope(Handle snapshot, ExportOrder order) {
    return ReservationRows.rooms(snapshot, filter(order));
  }

  @Override
  public Heading heading(Handle snapshot, ExportOrder order) {
    UUID level = level(order);
    String name =
        snapshot
            .createQuery("SELECT name FROM room_level WHERE id = :level")
            .bind("level", level)
            .mapTo(String.class)
            .one();
    List<UUID> rooms = rooms(order);
    String which =
        rooms.isEmpty() ? "all" : (exclude(order) ? "all but " : "") + rooms.size() + " named";
    List<Heading.Fact> facts = new ArrayList<>();
    facts.add(new Heading.Fact("Level", level.toString()));
    facts.add(new Heading.Fact("Rooms", which));
    facts.addAll(FILTERS.facts(order.selection()));
    return new Heading(name, "reservations", order.period(), facts);
  }

  @Override
  public long count(Handle snapshot, ExportOrder order) {
    Optional<ReservationDelta> delta = delta(snapshot, order);
    return delta.isPresent() ? delta.get().count() : ReservationRows.count(snapshot, filter(order));
  }

  @Override
  public void pour(Handle snapshot, ExportOrder order, Basin<Reservation> basin)
      throws IOException {
    ReservationView view =
        new ReservationView(order.selection().flag(TOPICS), order.selection().renamed());
    Optional<ReservationDelta> delta = delta(snapshot, order);
    if (delta.isPresent()) {
      delta.get().pour(view, basin);
      return;
    }
    try (var rows =
        ReservationRows.all(snapshot, filter(order))
            .setFetchSize(FETCH)
            .mapTo(ReservationRows.Row.class)
            .iterator()) {
      while (rows.hasNext()) {
        Reservation reservation = view.of(rows.next().toReservation());
        basin.row(reservation.booking().id().toString(), reservation.start(), reservation);
      }
    }
    tellRemoved(snapshot, scope(snapshot, order), order.period(), basin);
  }

  /** Says what retention removed of those rooms. */
  static void tellRemoved(Handle snapshot, List<String> rooms, Period period, Basin<?> basin)
      throws IOException {
    KeptKind kind = KeptKind.RESERVATIONS;
    for (Removed it : Removed.of(snapshot, kind, rooms, period)) {
      basin.item(new Item.Gap(it.room(), kind.key(), it.words(kind)));
    }
  }

  private Optional<ReservationDelta> delta(Handle snapshot, ExportOrder order) {
    return Base.of(snapshot, order.selection())
        .map(base -> new ReservationDelta(snapshot, filter(order), base, scope(snapshot, order)));
  }

  private static ReservationFilter filter(ExportOrder order) {
    return new ReservationFilter(
        level(order),
        rooms(order),
        exclude(order),
        order.period(),
        order.selection().many(Filter.PERSON.name()),
        order.selection().words());
  }

  static boolean exclude(ExportOrder order) {
    return order.selection().flag(EXCLUDE);
  }

  static UUID level(ExportOrder order) {
    return uuid(LEVEL, order.selection().need(LEVEL));
  }

  static List<UUID> rooms(ExportOrder order) {
    return order.selection().many(ROOM).stream().map(text -> uuid(ROOM, text)).toList();
  }

  private static UUID uuid(String field, String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(new Refusal.Invalid(field, text, "a UUID"));
    }
  }
}
