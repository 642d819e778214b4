// docs/ledger-api.md#reservations
package io.roomledger.dialect.ledger;

import io.roomledger.base.Page;
import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.booking.Booking;
import io.roomledger.booking.CheckInDevice;
import io.roomledger.booking.CheckInState;
import io.roomledger.booking.CheckIns;
import io.roomledger.booking.Guests;
import io.roomledger.booking.Release;
import io.roomledger.booking.ReleaseKind;
import io.roomledger.booking.Reservation;
import io.roomledger.booking.ReservationFilter;
import io.roomledger.booking.ReservationStatus;
import io.roomledger.booking.Reservations;
import io.roomledger.booking.Reserver;
import io.roomledger.booking.RoomLevels;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Who has which meeting room when, and whether they came. */
final class ReservationPages {
  static final String READ = "reservations:read";
  static final String WRITE = "reservations:write";
  private static final String TAG = "Reservations";
  private static final String ONE = "/reservations/{reservation}";
  private static final int USUAL = 50;
  private static final int MOST = 500;

  private final RoomLevels levels;
  private final Reservations reservations;
  private final CheckIns checkIns;

  ReservationPages(RoomLevels levels, Reservations reservations, CheckIns checkIns) {
    this.levels = levels;
    this.reservations = reservations;
    this.checkIns = checkIns;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/reservations", TAG, "What is reserved in a level and below it, by its begin.")
            .needs(READ)
            .withPeriod("Begun")
            .with(
                Param.query("level", Shape.text(), "The level; without it, all rooms."),
                Param.query(
                    "room", Shape.many(Shape.text(), MOST), "Only these rooms of the level."),
                Param.after(),
                Param.limit(USUAL, MOST))
            .refuses(404)
            .gives(ReservationPage.class, this::page),
        Route.post("/reservations", TAG, "Reserves a room for whoever calls.")
            .needs(WRITE)
            .takes(ReservationWish.class)
            .refuses(404, 409)
            .gives(201, "It is reserved.", ReservationView.class, this::book),
        Route.get(ONE, TAG, "One reservation.").needs(READ).gives(ReservationView.class, this::one),
        Route.get(ONE + "/history", TAG, "Everything that became of it.")
            .needs(READ)
            .gives(ReservationHistory.class, this::history),
        Route.delete(ONE, TAG, "Gives the room back, which cancels what has not begun.")
            .needs(WRITE)
            .refuses(409)
            .gives(ReservationView.class, this::cancel),
        Route.post(ONE + "/release", TAG, "Gives the room back for a reason.")
            .needs(WRITE)
            .takes(ReleaseWish.class)
            .refuses(409)
            .gives(ReservationView.class, this::release),
        Route.post(ONE + "/approval", TAG, "Agrees to a reservation that waits for it.")
            .needs(WRITE)
            .refuses(409)
            .gives(ReservationView.class, this::approve),
        Route.post(ONE + "/check-in", TAG, "Says that those who reserved the room came.")
            .needs(WRITE)
            .takes(CheckInWish.class)
            .refuses(409)
            .gives(ReservationView.class, this::checkIn),
        Route.post(
                "/meeting-rooms/{room}/check-in",
                TAG,
                "The same, of whatever is on in a room: what a board at the door sends.")
            .needs(WRITE)
            .takes(CheckInWish.class)
            .refuses(409)
            .gives(ReservationView.class, this::arrive));
  }

  /** A page of reservations. */
  record ReservationPage(
      @Means("By their begin.") List<ReservationView> reservations,
      @Means("The key of the next page.") Optional<String> next) {}

  /** A reservation. */
  record ReservationView(
      String id,
      @Means("The room's id.") String room,
      @Means("What the room is called now.") String roomName,
      String topic,
      @Means("Who reserved it: account:ID or app:ID; empty for somebody of elsewhere.")
          String reserver,
      @Means("Their name then.") String reserverName,
      @Means("Their department then.") String department,
      @Means("How many were asked to come.") long invited,
      @Means("How many said yes.") long accepted,
      Instant from,
      Instant to,
      ReservationStatus status,
      CheckInState checkIn,
      @Means("When they came.") Optional<Instant> checkedInAt,
      @Means("What with.") Optional<CheckInDevice> checkedInWith,
      @Means("The name of who gave it back; empty if it happened by itself.")
          Optional<String> releasedBy,
      Optional<Instant> releasedAt) {
    static ReservationView of(Reservation one) {
      Booking booking = one.booking();
      return new ReservationView(
          booking.id().toString(),
          booking.room().toString(),
          one.roomName(),
          booking.topic(),
          booking.reserver().key(),
          booking.reserver().name(),
          booking.reserver().department(),
          booking.guests().invited(),
          booking.guests().accepted(),
          one.start(),
          one.end(),
          one.status(),
          one.checkIn().state(),
          one.checkIn().at(),
          one.checkIn().device(),
          one.release().map(Release::name),
          one.release().map(Release::at));
    }
  }

  /** What to reserve. */
  record ReservationWish(
      @Means("The room's id.") String room,
      Instant from,
      Instant to,
      @Means(value = "What for.", most = Booking.LONGEST_TOPIC) Optional<String> topic,
      @Means("How many are asked to come.") Optional<Integer> invited,
      @Means("A UUID of your own: sent again, it reserves once.") Optional<String> id) {}

  /** Why a room is given back. */
  record ReleaseWish(@Means("Why.") ReleaseKind kind) {}

  /** How somebody came. */
  record CheckInWish(
      @Means("What they say it with; without it, the board.") Optional<CheckInDevice> device) {}

  /** What became of a reservation. */
  record ReservationHistory(@Means("The oldest first.") List<ReservationState> steps) {}

  /** Something that became of it. */
  record ReservationState(
      @Means("The status it came to, or another word of docs/ledger-api.md.") String step,
      Instant at,
      @Means("By whom, or server.") String actor,
      @Means("Their name then.") String actorName) {}

  private ReservationPage page(Ask ask) {
    UUID level =
        ask.text("level")
            .map(text -> Gate.id(text, Refusal.Thing.ROOM_LEVEL))
            .orElseGet(() -> levels.root(ask.caller()).id());
    List<UUID> rooms =
        ask.texts("room").stream().map(text -> Gate.id(text, Refusal.Thing.MEETING_ROOM)).toList();
    Page<Reservation> page =
        reservations.list(
            ask.caller(),
            new ReservationFilter(level, rooms, false, ask.period()),
            ask.text("after"),
            ask.limit());
    return new ReservationPage(
        page.items().stream().map(ReservationView::of).toList(), page.next());
  }

  private ReservationView book(Ask ask) {
    ReservationWish wish = ask.body(ReservationWish.class);
    Booking booking =
        new Booking(
            wish.id()
                .map(text -> Gate.id(text, Refusal.Thing.RESERVATION))
                .orElseGet(UUID::randomUUID),
            Gate.id(wish.room(), Refusal.Thing.MEETING_ROOM),
            wish.topic().orElse(""),
            Reserver.of(ask.caller()),
            new Guests(wish.invited().orElse(0), 0),
            new Period(wish.from(), wish.to()));
    return reservations
        .find(ask.caller(), booking.id())
        .filter(there -> there.booking().equals(booking))
        .map(ReservationView::of)
        .orElseGet(() -> ReservationView.of(reservations.book(ask.caller(), booking)));
  }

  private static UUID id(Ask ask) {
    return ask.id("reservation", Refusal.Thing.RESERVATION);
  }

  private ReservationView one(Ask ask) {
    return reservations
        .find(ask.caller(), id(ask))
        .map(ReservationView::of)
        .orElseThrow(() ->
            new RefusedException(
                new Refusal.NotFound(Refusal.Thing.RESERVATION, id(ask).toString())));
  }

  private ReservationHistory history(Ask ask) {
    return new ReservationHistory(
        reservations.history(ask.caller(), id(ask)).stream()
            .map(step ->
                new ReservationState(step.step(), step.at(), step.actor(), step.actorName()))
            .toList());
  }

  private ReservationView cancel(Ask ask) {
    return ReservationView.of(reservations.release(ask.caller(), id(ask), ReleaseKind.MANUAL));
  }

  private ReservationView release(Ask ask) {
    ReleaseKind kind = ask.body(ReleaseWish.class).kind();
    return ReservationView.of(reservations.release(ask.caller(), id(ask), kind));
  }

  private ReservationView approve(Ask ask) {
    return ReservationView.of(reservations.approve(ask.caller(), id(ask)));
  }

  private static CheckInDevice device(Ask ask) {
    return ask.body(CheckInWish.class).device().orElse(CheckInDevice.BOARD);
  }

  private ReservationView checkIn(Ask ask) {
    return ReservationView.of(checkIns.checkIn(ask.caller(), id(ask), device(ask)));
  }

  private ReservationView arrive(Ask ask) {
    UUID room = ask.id("room", Refusal.Thing.MEETING_ROOM);
    return ReservationView.of(checkIns.arrive(ask.caller(), room, device(ask)));
  }
}
