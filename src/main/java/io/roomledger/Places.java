package io.roomledger;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.booking.MeetingRooms;
import io.roomledger.booking.RoomLevel;
import io.roomledger.booking.RoomSearch;
import io.roomledger.identity.Caller;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds levels and meeting rooms by what a person types: an id in one of its forms, or a name. */
final class Places {
  private static final Pattern HEX =
      Pattern.compile(
          "(?:om[bm]_)?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})",
          Pattern.CASE_INSENSITIVE);

  private final MeetingRooms rooms;
  private final Caller caller;

  Places(MeetingRooms rooms, Caller caller) {
    this.rooms = rooms;
    this.caller = caller;
  }

  /**
   * The level that is meant.
   *
   * @throws RefusedException if there is none, or more than one of that name
   */
  RoomLevel level(String typed) {
    RoomLevel root = rooms.levels().root(caller);
    if (typed.equalsIgnoreCase("root")) {
      return root;
    }
    if (HEX.matcher(typed).matches()) {
      return rooms.levels().get(caller, id(typed));
    }
    List<RoomLevel> named =
        rooms.levels().subtree(caller, root.id()).stream()
            .filter(level -> level.name().equalsIgnoreCase(typed))
            .toList();
    if (named.isEmpty()) {
      throw new RefusedException(new Refusal.NotFound(Refusal.Thing.ROOM_LEVEL, typed));
    }
    if (named.size() > 1) {
      throw new RefusedException(
          new Refusal.Invalid("level", typed, "an id, since " + named.size() + " are called so"));
    }
    return named.getFirst();
  }

  /**
   * The meeting room that is meant.
   *
   * @throws RefusedException if there is none, or more than one of that name
   */
  UUID room(String typed) {
    if (HEX.matcher(typed).matches()) {
      return rooms.room(caller, id(typed)).id();
    }
    List<UUID> named =
        rooms
            .search(
                caller,
                new RoomSearch(rooms.levels().root(caller).id(), typed, false),
                Optional.empty(),
                MeetingRooms.LARGEST_PAGE)
            .items()
            .stream()
            .filter(entry -> entry.room().name().equalsIgnoreCase(typed))
            .map(entry -> entry.room().id())
            .toList();
    if (named.isEmpty()) {
      throw new RefusedException(new Refusal.NotFound(Refusal.Thing.MEETING_ROOM, typed));
    }
    if (named.size() > 1) {
      throw new RefusedException(
          new Refusal.Invalid("room", typed, "an id, since " + named.size() + " are called so"));
    }
    return named.getFirst();
  }

  /**
   * An id in one of its forms.
   *
   * @throws RefusedException if it is none
   */
  static UUID id(String typed) {
    Matcher matcher = HEX.matcher(typed);
    if (!matcher.matches()) {
      throw new RefusedException(
          new Refusal.Invalid("id", typed, "omm_ or omb_ and 32 hexadecimal digits, or a UUID"));
    }
    return UUID.fromString(
        String.join(
            "-",
            matcher.group(1),
            matcher.group(2),
            matcher.group(3),
            matcher.group(4),
            matcher.group(5)));
  }
}
