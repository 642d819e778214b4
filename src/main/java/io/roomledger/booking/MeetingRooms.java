package io.roomledger.booking;

import io.roomledger.audit.Audit;
import io.roomledger.base.Page;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Permissions;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/**
 * The door of meeting rooms, and by {@link #levels} of the levels they hang in. Whoever belongs to
 * the organisation may look; {@link Permissions#MANAGE_MEETINGS} may change. What belongs to
 * another organisation is not found.
 */
public final class MeetingRooms {
  /** The most rooms on one page, and the most that can be asked for at once. */
  public static final int LARGEST_PAGE = 1_000;

  private final Database database;
  private final Audit audit;
  private final Clock clock;
  private final RoomLevels levels;
  private final RoomRows rows;
  private final LevelRows levelRows;
  private final Removals removals;

  public MeetingRooms(Database database, Audit audit, Clock clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
    this.levels = new RoomLevels(database, audit, clock);
    this.rows = new RoomRows(clock);
    this.levelRows = new LevelRows(clock);
    this.removals = new Removals(audit, clock);
  }

  /** The door of the levels. */
  public RoomLevels levels() {
    return levels;
  }

  /**
   * Adds a room.
   *
   * @throws RefusedException forbidden; not found, if there is no such level; invalid; a conflict,
   *     if the id, the name in that level, the display id or the organisation's own id is taken
   */
  public MeetingRoom add(Caller caller, MeetingRoom room) {
    caller.needPermission(Permissions.MANAGE_MEETINGS);
    return database
        .jdbi()
        .inTransaction(handle -> {
          needLevel(handle, caller, room.level());
          if (!rows.insertIfAbsent(handle, caller.organisation(), room)) {
            throw taken(room);
          }
          tell(handle, caller, "meeting-room.added", room, Map.of());
          return room;
        });
  }

  private void needLevel(Handle handle, Caller caller, UUID level) {
    levelRows.lock(handle, caller.organisation());
    if (levelRows.depth(handle, caller.organisation(), level).isEmpty()) {
      throw notFound(Refusal.Thing.ROOM_LEVEL, level);
    }
  }

  private static RefusedException taken(MeetingRoom room) {
    return new RefusedException(
        new Refusal.Conflict(
            "meeting room "
                + room.name()
                + ": taken (expected: a new id and display id, a name that is new in its level, and"
                + " an id of the organisation's own that is new)"));
  }

  /** The room of that name directly in {@code level}, added if it is not there. */
  public MeetingRoom roomNamed(Caller caller, UUID level, String name, int capacity) {
    return database
        .jdbi()
        .withHandle(handle -> rows.roomNamed(handle, caller.organisation(), level, name))
        .orElseGet(() -> add(caller, MeetingRoom.in(level, name, capacity)));
  }

  /**
   * Changes what is told of a room, where it hangs, its rules, or when it is closed. What is
   * reserved already stays.
   *
   * @param change makes the room as it is to be from the room as it is; the id stays
   * @throws RefusedException forbidden; not found, if there is no such room or level; invalid; a
   *     conflict, if a name or id is taken
   */
  public MeetingRoom change(Caller caller, UUID id, UnaryOperator<MeetingRoom> change) {
    caller.needPermission(Permissions.MANAGE_MEETINGS);
    return database
        .jdbi()
        .inTransaction(handle -> {
          String organisation = caller.organisation();
          levelRows.lock(handle, organisation);
          MeetingRoom before =
              rows.roomToChange(handle, organisation, id)
                  .orElseThrow(() -> notFound(Refusal.Thing.MEETING_ROOM, id));
          MeetingRoom now = change.apply(before);
          needLevel(handle, caller, now.level());
          if (rows.taken(handle, organisation, now)) {
            throw taken(now);
          }
          rows.update(handle, organisation, now);
          tell(handle, caller, "meeting-room.changed", now, changes(before, now));
          return now;
        });
  }

  private static Map<String, String> changes(MeetingRoom before, MeetingRoom now) {
    Map<String, String> changes = new HashMap<>();
    if (!before.level().equals(now.level())) {
      changes.put("level", now.level().toString());
    }
    if (!before.rules().equals(now.rules())) {
      changes.put("needsApproval", String.valueOf(now.rules().needsApproval()));
      changes.put("checkIn", now.rules().checkIn().name());
    }
    if (!before.closing().equals(now.closing())) {
      changes.put(
          "closed",
          now.closing()
              .map(closed ->
                  closed.from() + "/" + closed.to().map(String::valueOf).orElse("for good"))
              .orElse("no"));
    }
    return changes;
  }

  /**
   * Says anew what those who want a room must do. What is reserved already stays.
   *
   * @throws RefusedException forbidden, or not found
   */
  public void rule(Caller caller, UUID room, MeetingRoom.Rules rules) {
    change(
        caller,
        room,
        now -> new MeetingRoom(now.id(), now.level(), now.label(), rules, now.closing()));
  }

  /**
   * Closes a room for a while or for good, or opens it again. What is reserved already stays, but
   * nobody can check in while it is closed.
   *
   * @param closing empty to open it
   * @throws RefusedException forbidden, or not found; invalid, if it ends before it begins
   */
  public MeetingRoom close(Caller caller, UUID room, Optional<MeetingRoom.Closing> closing) {
    return change(
        caller,
        room,
        now -> new MeetingRoom(now.id(), now.level(), now.label(), now.rules(), closing));
  }

  /**
   * Removes a room. What was reserved in it stays on record; what is still to come is given back.
   *
   * @throws RefusedException forbidden, or not found
   */
  public void remove(Caller caller, UUID id) {
    caller.needPermission(Permissions.MANAGE_MEETINGS);
    database
        .jdbi()
        .useTransaction(handle -> {
          MeetingRoom room =
              rows.roomToChange(handle, caller.organisation(), id)
                  .orElseThrow(() -> notFound(Refusal.Thing.MEETING_ROOM, id));
          removals.room(handle, caller, room);
        });
  }

  /** The room of that id, if the caller's organisation has it. */
  public Optional<MeetingRoom> findRoom(Caller caller, UUID id) {
    return database.jdbi().withHandle(handle -> rows.room(handle, caller.organisation(), id));
  }

  /**
   * The room of that id.
   *
   * @throws RefusedException not found
   */
  public MeetingRoom room(Caller caller, UUID id) {
    return findRoom(caller, id).orElseThrow(() -> notFound(Refusal.Thing.MEETING_ROOM, id));
  }

  /**
   * The room of that id, with its place in the tree.
   *
   * @throws RefusedException not found
   */
  public RoomEntry entry(Caller caller, UUID id) {
    return entries(caller, List.of(id)).stream()
        .findFirst()
        .orElseThrow(() -> notFound(Refusal.Thing.MEETING_ROOM, id));
  }

  /**
   * Those of {@code ids} that there are, each once, in that order.
   *
   * @param ids at most {@link #LARGEST_PAGE}
   */
  public List<RoomEntry> entries(Caller caller, Collection<UUID> ids) {
    return database
        .jdbi()
        .withHandle(handle -> placed(handle, rows.rooms(handle, caller.organisation(), ids)));
  }

  /** The rooms that the organisation itself calls so, in that order. */
  public List<RoomEntry> customised(Caller caller, Collection<String> customIds) {
    return database
        .jdbi()
        .withHandle(
            handle -> placed(handle, rows.customised(handle, caller.organisation(), customIds)));
  }

  /**
   * The rooms that somebody looks for and that are not closed for good, by name.
   *
   * @param after the key of the page wanted, as the page before gave it
   * @param size how many, at most {@link #LARGEST_PAGE}
   * @throws RefusedException not found, if there is no such level; invalid
   */
  public Page<RoomEntry> search(
      Caller caller, RoomSearch search, Optional<String> after, int size) {
    levels.get(caller, search.level());
    Optional<UUID> last = Pages.after(after, size, LARGEST_PAGE);
    return database
        .jdbi()
        .withHandle(handle ->
            placed(
                handle,
                Pages.of(
                    rows.matching(handle, search, Optional.of(clock.instant()), last, size + 1),
                    size,
                    MeetingRoom::id)));
  }

  /**
   * The rooms that are as somebody wants them, by name.
   *
   * @param after the key of the page wanted, as the page before gave it
   * @param size how many, at most {@link #LARGEST_PAGE}
   * @throws RefusedException not found, if there is no such level; invalid
   */
  public Page<MeetingRoom> fitting(Caller caller, RoomWish wish, Optional<String> after, int size) {
    levels.get(caller, wish.level());
    Optional<UUID> last = Pages.after(after, size, LARGEST_PAGE);
    return database
        .jdbi()
        .withHandle(
            handle -> Pages.of(rows.fitting(handle, wish, last, size + 1), size, MeetingRoom::id));
  }

  /** What stands in the organisation's rooms, each once, by name. */
  public List<String> devices(Caller caller) {
    return database.jdbi().withHandle(handle -> rows.devices(handle, caller.organisation()));
  }

  /**
   * The rooms in a level and everywhere below it, by name.
   *
   * @param after the key of the page wanted, as the page before gave it
   * @param size how many, at most {@link #LARGEST_PAGE}
   * @throws RefusedException not found, or invalid
   */
  public Page<MeetingRoom> roomsUnder(Caller caller, UUID level, Optional<String> after, int size) {
    levels.get(caller, level);
    Optional<UUID> last = Pages.after(after, size, LARGEST_PAGE);
    return database
        .jdbi()
        .withHandle(handle ->
            Pages.of(rows.roomsUnder(handle, level, last, size + 1), size, MeetingRoom::id));
  }

  /** As {@link #roomsUnder}, each with its place in the tree. */
  public Page<RoomEntry> entriesUnder(Caller caller, UUID level, Optional<String> after, int size) {
    Page<MeetingRoom> page = roomsUnder(caller, level, after, size);
    return database.jdbi().withHandle(handle -> placed(handle, page));
  }

  private Page<RoomEntry> placed(Handle handle, Page<MeetingRoom> page) {
    return new Page<>(placed(handle, page.items()), page.next());
  }

  private List<RoomEntry> placed(Handle handle, List<MeetingRoom> rooms) {
    Map<UUID, List<UUID>> paths =
        levelRows.paths(handle, rooms.stream().map(MeetingRoom::level).distinct().toList());
    return rooms.stream()
        .map(room -> new RoomEntry(room, paths.getOrDefault(room.level(), List.of())))
        .toList();
  }

  /**
   * Refuses rooms that cannot be meant by an order for {@code level}. A room that was removed still
   * can: what happened in it is on record.
   *
   * @throws RefusedException not found, if there is no such level or room; invalid, if a room hangs
   *     elsewhere
   */
  void requireUnder(Caller caller, UUID level, Collection<UUID> rooms) {
    levels.get(caller, level);
    if (rooms.isEmpty()) {
      return;
    }
    Map<UUID, Boolean> found =
        database
            .jdbi()
            .withHandle(handle -> rows.underLevel(handle, caller.organisation(), level, rooms));
    for (UUID room : new TreeSet<>(rooms)) {
      Boolean under = found.get(room);
      if (under == null) {
        throw notFound(Refusal.Thing.MEETING_ROOM, room);
      }
      if (!under) {
        throw new RefusedException(
            new Refusal.Invalid("room", room.toString(), "rooms of the level " + level));
      }
    }
  }

  private void tell(
      Handle handle, Caller caller, String action, MeetingRoom room, Map<String, String> details) {
    Map<String, String> all = new HashMap<>(details);
    all.put("name", room.name());
    audit.append(handle, caller, action, "meeting-room:" + room.id(), all);
  }

  private static RefusedException notFound(Refusal.Thing what, UUID id) {
    return new RefusedException(new Refusal.NotFound(what, id.toString()));
  }
}
