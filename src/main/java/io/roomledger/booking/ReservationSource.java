package io.roomledger.booking;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.Heading;
import io.roomledger.export.RecordSource;
import io.roomledger.export.Selection;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Permissions;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterable;

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

  private final MeetingRooms meetingRooms;

  public ReservationSource(MeetingRooms meetingRooms) {
    this.meetingRooms = meetingRooms;
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
    return Selection.of("level", level.toString())
        .and("rooms", rooms.stream().map(UUID::toString).toList())
        .and("exclude", String.valueOf(exclude))
        .and("topics", String.valueOf(topics));
  }

  @Override
  public String kind() {
    return "reservations";
  }

  @Override
  public void authorise(Caller caller, ExportOrder order) {
    caller.needPermission(Permissions.MANAGE_MEETINGS);
    meetingRooms.requireUnder(caller, level(order), rooms(order));
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
    return new Heading(
        name,
        "reservations",
        order.period(),
        List.of(new Heading.Fact("Level", level.toString()), new Heading.Fact("Rooms", which)));
  }

  @Override
  public long count(Handle snapshot, ExportOrder order) {
    return ReservationRows.count(snapshot, filter(order));
  }

  @Override
  public void pour(Handle snapshot, ExportOrder order, Basin<Reservation> basin)
      throws IOException {
    boolean topics = order.selection().flag("topics");
    ResultIterable<ReservationRows.Row> rows =
        ReservationRows.all(snapshot, filter(order))
            .setFetchSize(FETCH)
            .mapTo(ReservationRows.Row.class);
    try (var iterator = rows.iterator()) {
      pour(iterator, topics, basin);
    }
  }

  private static void pour(
      Iterator<ReservationRows.Row> rows, boolean topics, Basin<Reservation> basin)
      throws IOException {
    while (rows.hasNext()) {
      Reservation reservation = rows.next().toReservation();
      basin.row(
          reservation.booking().id().toString(),
          reservation.start(),
          topics ? reservation : reservation.withoutTopic());
    }
  }

  private static ReservationFilter filter(ExportOrder order) {
    return new ReservationFilter(level(order), rooms(order), exclude(order), order.period());
  }

  static boolean exclude(ExportOrder order) {
    return order.selection().flag("exclude");
  }

  static UUID level(ExportOrder order) {
    return uuid("level", order.selection().need("level"));
  }

  static List<UUID> rooms(ExportOrder order) {
    return order.selection().many("rooms").stream().map(text -> uuid("rooms", text)).toList();
  }

  private static UUID uuid(String field, String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(new Refusal.Invalid(field, text, "a UUID"));
    }
  }
}
