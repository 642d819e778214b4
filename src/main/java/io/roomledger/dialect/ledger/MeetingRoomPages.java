// docs/ledger-api.md#meeting-rooms
package io.roomledger.dialect.ledger;

import io.roomledger.base.Page;
import io.roomledger.base.Refusal;
import io.roomledger.booking.CheckInPolicy;
import io.roomledger.booking.MeetingRoom;
import io.roomledger.booking.MeetingRooms;
import io.roomledger.booking.RoomEntry;
import io.roomledger.booking.RoomSearch;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The rooms that can be reserved. */
final class MeetingRoomPages {
  static final String READ = "rooms:read";
  static final String MANAGE = "rooms:manage";
  private static final String TAG = "Meeting rooms";
  private static final String ROOM = "/meeting-rooms/{room}";
  private static final int USUAL = 50;
  private static final int MOST = 500;

  private final MeetingRooms rooms;

  MeetingRoomPages(MeetingRooms rooms) {
    this.rooms = rooms;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/meeting-rooms", TAG, "The rooms in a level and below it, by name.")
            .needs(READ)
            .with(
                Param.query("level", Shape.text(), "The level; without it, all rooms."),
                Param.query(
                    "name",
                    Shape.text(),
                    "What the name contains; those that are closed for good are then left out."),
                Param.after(),
                Param.limit(USUAL, MOST))
            .refuses(404)
            .gives(MeetingRoomPage.class, this::page),
        Route.get(ROOM, TAG, "One room.").needs(READ).gives(MeetingRoomView.class, this::one),
        Route.post("/meeting-rooms", TAG, "Adds a room.")
            .needs(MANAGE)
            .takes(MeetingRoomWish.class)
            .refuses(404, 409)
            .gives(201, "It is there.", MeetingRoomView.class, this::add),
        Route.of("PATCH", ROOM, TAG, "Changes what is said in the body, and nothing else.")
            .needs(MANAGE)
            .takes(MeetingRoomChange.class)
            .refuses(409)
            .gives(MeetingRoomView.class, this::change),
        Route.of("PUT", ROOM + "/closing", TAG, "Closes a room for a while, or for good.")
            .needs(MANAGE)
            .takes(ClosingWish.class)
            .gives(MeetingRoomView.class, this::close),
        Route.delete(ROOM + "/closing", TAG, "Opens a room again.")
            .needs(MANAGE)
            .gives(MeetingRoomView.class, this::open),
        Route.delete(ROOM, TAG, "Removes a room; what is still to come in it is given back.")
            .needs(MANAGE)
            .givesNothing("It is removed.", this::remove));
  }

  /** A page of rooms. */
  record MeetingRoomPage(
      @Means("By name.") List<MeetingRoomView> rooms,
      @Means("The key of the next page.") Optional<String> next) {}

  /** A room. */
  record MeetingRoomView(
      String id,
      String name,
      @Means("The levels from the root to the one it hangs in.") List<String> path,
      @Means("How many people it holds; 0 if that is not known.") long capacity,
      @Means("A short id for signs.") String displayId,
      @Means("The organisation's own id for it.") Optional<String> customId,
      String description,
      @Means("What stands in it.") List<String> devices,
      @Means("Whether somebody must agree to reservations.") boolean needsApproval,
      @Means("Whether people must say that they came.") CheckInPolicy checkIn,
      @Means("While it cannot be had; null if it is not closed.") Optional<ClosingView> closing) {
    static MeetingRoomView of(RoomEntry entry) {
      MeetingRoom room = entry.room();
      MeetingRoom.Label label = room.label();
      return new MeetingRoomView(
          room.id().toString(),
          label.name(),
          entry.path().stream().map(UUID::toString).toList(),
          label.capacity(),
          label.displayId(),
          label.customId(),
          label.description(),
          label.devices(),
          room.rules().needsApproval(),
          room.rules().checkIn(),
          room.closing()
              .map(closed -> new ClosingView(closed.from(), closed.to(), closed.reason())));
    }
  }

  /** While a room cannot be had. */
  record ClosingView(Instant from, @Means("Null for good.") Optional<Instant> to, String reason) {}

  /** A room to be. */
  record MeetingRoomWish(
      @Means("Unique in its level.") String name,
      @Means("The level it hangs in; without it, the root.") Optional<String> level,
      Optional<Long> capacity,
      Optional<String> customId,
      Optional<String> description,
      Optional<List<String>> devices,
      Optional<Boolean> needsApproval,
      Optional<CheckInPolicy> checkIn) {}

  /** What is to be otherwise. */
  record MeetingRoomChange(
      Optional<String> name,
      Optional<String> level,
      Optional<Long> capacity,
      Optional<String> customId,
      Optional<String> description,
      Optional<List<String>> devices,
      Optional<Boolean> needsApproval,
      Optional<CheckInPolicy> checkIn) {}

  /** While it is to be closed. */
  record ClosingWish(
      @Means("Since when.") Instant from,
      @Means("Until when; without it, for good.") Optional<Instant> to,
      Optional<String> reason) {}

  private MeetingRoomPage page(Ask ask) {
    UUID level = level(ask, ask.text("level"));
    Page<RoomEntry> page =
        ask.text("name")
            .map(name ->
                rooms.search(
                    ask.caller(),
                    new RoomSearch(level, name, false),
                    ask.text("after"),
                    ask.limit()))
            .orElseGet(
                () -> rooms.entriesUnder(ask.caller(), level, ask.text("after"), ask.limit()));
    return new MeetingRoomPage(
        page.items().stream().map(MeetingRoomView::of).toList(), page.next());
  }

  private UUID level(Ask ask, Optional<String> level) {
    return level
        .map(text -> Gate.id(text, Refusal.Thing.ROOM_LEVEL))
        .orElseGet(() -> rooms.levels().root(ask.caller()).id());
  }

  private MeetingRoomView one(Ask ask) {
    return view(ask, ask.id("room", Refusal.Thing.MEETING_ROOM));
  }

  private MeetingRoomView view(Ask ask, UUID id) {
    return MeetingRoomView.of(rooms.entry(ask.caller(), id));
  }

  private MeetingRoomView add(Ask ask) {
    MeetingRoomWish wish = ask.body(MeetingRoomWish.class);
    UUID id = UUID.randomUUID();
    MeetingRoom room =
        new MeetingRoom(
            id,
            level(ask, wish.level()),
            new MeetingRoom.Label(
                wish.name(),
                capacity(wish.capacity().orElse(0L)),
                MeetingRoom.displayId(id),
                wish.description().orElse(""),
                wish.customId(),
                wish.devices().orElse(List.of())),
            new MeetingRoom.Rules(
                wish.needsApproval().orElse(false), wish.checkIn().orElse(CheckInPolicy.NO_DEVICE)),
            Optional.empty());
    rooms.add(ask.caller(), room);
    return view(ask, id);
  }

  private static int capacity(long asked) {
    if (asked < 0 || asked > 1_000_000) {
      throw Gate.invalid("capacity", Long.toString(asked), "from 0 to 1000000");
    }
    return (int) asked;
  }

  private MeetingRoomView change(Ask ask) {
    UUID id = ask.id("room", Refusal.Thing.MEETING_ROOM);
    MeetingRoomChange change = ask.body(MeetingRoomChange.class);
    Optional<UUID> level = change.level().map(text -> Gate.id(text, Refusal.Thing.ROOM_LEVEL));
    rooms.change(ask.caller(), id, now -> changed(now, change, level));
    return view(ask, id);
  }

  private static MeetingRoom changed(
      MeetingRoom now, MeetingRoomChange change, Optional<UUID> level) {
    MeetingRoom.Label label = now.label();
    return new MeetingRoom(
        now.id(),
        level.orElse(now.level()),
        new MeetingRoom.Label(
            change.name().orElse(label.name()),
            change.capacity().map(MeetingRoomPages::capacity).orElse(label.capacity()),
            label.displayId(),
            change.description().orElse(label.description()),
            change.customId().or(label::customId),
            change.devices().orElse(label.devices())),
        new MeetingRoom.Rules(
            change.needsApproval().orElse(now.rules().needsApproval()),
            change.checkIn().orElse(now.rules().checkIn())),
        now.closing());
  }

  private MeetingRoomView close(Ask ask) {
    ClosingWish wish = ask.body(ClosingWish.class);
    return closing(
        ask,
        Optional.of(
            new MeetingRoom.Closing(
                wish.from(), wish.to(), wish.reason().orElse(""), List.of(), false, false)));
  }

  private MeetingRoomView open(Ask ask) {
    return closing(ask, Optional.empty());
  }

  private MeetingRoomView closing(Ask ask, Optional<MeetingRoom.Closing> closing) {
    UUID id = ask.id("room", Refusal.Thing.MEETING_ROOM);
    rooms.close(ask.caller(), id, closing);
    return view(ask, id);
  }

  private void remove(Ask ask) {
    rooms.remove(ask.caller(), ask.id("room", Refusal.Thing.MEETING_ROOM));
  }
}
