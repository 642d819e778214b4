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
import org.jdbi.v3.core.Handle;

/**
 * The door of room levels and meeting rooms. Whoever belongs to the organisation may look; {@link
 * Permissions#MANAGE_MEETINGS} may change. What belongs to another organisation is not found.
 */
public final class MeetingRooms {
  /** How many levels there can be from the root to a room. */
  public static final int DEEPEST = 10;

  /** The most rooms on one page. */
  public static final int LARGEST_PAGE = 1_000;

  private final Database database;
  private final Audit audit;
  private final RoomRows rows;

  public MeetingRooms(Database database, Audit audit, Clock clock) {
    this.database = database;
    this.audit = audit;
    this.rows = new RoomRows(clock);
  }

  /**
   * The organisation's root level; if there is none yet, it is made, with the organisation's name.
   */
  public RoomLevel root(Caller caller) {
    return database
        .jdbi()
        .inTransaction(handle ->
            rows.root(handle, caller.organisation()).orElseGet(() -> makeRoot(handle, caller)));
  }

  private RoomLevel makeRoot(Handle handle, Caller caller) {
    String organisation = caller.organisation();
    RoomLevel root =
        new RoomLevel(UUID.randomUUID(), Optional.empty(), organisation, Optional.empty());
    if (rows.insertIfAbsent(handle, organisation, root, 1)) {
      auditLevel(handle, caller, root);
      return root;
    }
    return rows.root(handle, organisation).orElseThrow();
  }

  /**
   * Adds a level. Without a parent it becomes the root.
   *
   * @throws RefusedException forbidden; not found, if there is no such parent; invalid, if it would
   *     be too deep; a conflict, if the id, the name under that parent, or the root is taken
   */
  public RoomLevel addLevel(Caller caller, RoomLevel level) {
    caller.needPermission(Permissions.MANAGE_MEETINGS);
    return database
        .jdbi()
        .inTransaction(handle -> {
          int depth = level.parent().map(parent -> depthUnder(handle, caller, parent)).orElse(1);
          if (!rows.insertIfAbsent(handle, caller.organisation(), level, depth)) {
            throw new RefusedException(
                new Refusal.Conflict(
                    "room level "
                        + level.name()
                        + ": taken (expected: a new id, and a name that is new under its"
                        + " parent; there is one root)"));
          }
          auditLevel(handle, caller, level);
          return level;
        });
  }

  /** The level of that name under {@code parent}, added if it is not there. */
  public RoomLevel levelNamed(Caller caller, UUID parent, String name) {
    return database
        .jdbi()
        .withHandle(handle -> rows.levelNamed(handle, caller.organisation(), parent, name))
        .orElseGet(() -> addLevel(caller, RoomLevel.under(parent, name)));
  }

  private int depthUnder(Handle handle, Caller caller, UUID parent) {
    int depth =
        rows.depth(handle, caller.organisation(), parent)
            .orElseThrow(() -> notFound(Refusal.Thing.ROOM_LEVEL, parent));
    if (depth == DEEPEST) {
      throw new RefusedException(
          new Refusal.Invalid("parent", parent.toString(), "a level above the tenth"));
    }
    return depth + 1;
  }

  private void auditLevel(Handle handle, Caller caller, RoomLevel level) {
    audit.append(
        handle, caller, "room-level.added", "room-level:" + level.id(), name(level.name()));
  }

  /** The level of that id, if the caller's organisation has it. */
  public Optional<RoomLevel> findLevel(Caller caller, UUID id) {
    return database.jdbi().withHandle(handle -> rows.level(handle, caller.organisation(), id));
  }

  /**
   * The level of that id.
   *
   * @throws RefusedException not found
   */
  public RoomLevel level(Caller caller, UUID id) {
    return findLevel(caller, id).orElseThrow(() -> notFound(Refusal.Thing.ROOM_LEVEL, id));
  }

  /**
   * The level and every level below it, parents before children.
   *
   * @throws RefusedException not found
   */
  public List<RoomLevel> subtree(Caller caller, UUID id) {
    level(caller, id);
    return database.jdbi().withHandle(handle -> rows.subtree(handle, id));
  }

  /**
   * Adds a room.
   *
   * @throws RefusedException forbidden; not found, if there is no such level; a conflict, if the
   *     id, the name in that level, or the display id is taken
   */
  public MeetingRoom add(Caller caller, MeetingRoom room) {
    caller.needPermission(Permissions.MANAGE_MEETINGS);
    return database
        .jdbi()
        .inTransaction(handle -> {
          if (rows.depth(handle, caller.organisation(), room.level()).isEmpty()) {
            throw notFound(Refusal.Thing.ROOM_LEVEL, room.level());
          }
          if (!rows.insertIfAbsent(handle, caller.organisation(), room)) {
            throw new RefusedException(
                new Refusal.Conflict(
                    "meeting room "
                        + room.name()
                        + ": taken (expected: a new id and display id, and a name that is new"
                        + " in its level)"));
          }
          audit.append(
              handle, caller, "meeting-room.added", "meeting-room:" + room.id(), name(room.name()));
          return room;
        });
  }

  /** The room of that name directly in {@code level}, added if it is not there. */
  public MeetingRoom roomNamed(Caller caller, UUID level, String name, int capacity) {
    return database
        .jdbi()
        .withHandle(handle -> rows.roomNamed(handle, caller.organisation(), level, name))
        .orElseGet(() -> add(caller, MeetingRoom.in(level, name, capacity)));
  }

  /**
   * Says anew who may have a room. What is reserved already stays.
   *
   * @throws RefusedException forbidden, or not found
   */
  public void rule(Caller caller, UUID room, MeetingRoom.Rules rules) {
    caller.needPermission(Permissions.MANAGE_MEETINGS);
    database
        .jdbi()
        .useTransaction(handle -> {
          if (!rows.rule(handle, caller.organisation(), room, rules)) {
            throw notFound(Refusal.Thing.MEETING_ROOM, room);
          }
          audit.append(
              handle,
              caller,
              "meeting-room.ruled",
              "meeting-room:" + room,
              Map.of(
                  "enabled", String.valueOf(rules.enabled()),
                  "needsApproval", String.valueOf(rules.needsApproval()),
                  "checkIn", rules.checkIn().name()));
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
   * The rooms in a level and everywhere below it, by name.
   *
   * @param after the key of the page wanted, as the page before gave it
   * @param size how many, at most {@link #LARGEST_PAGE}
   * @throws RefusedException not found, or invalid
   */
  public Page<MeetingRoom> roomsUnder(Caller caller, UUID level, Optional<String> after, int size) {
    level(caller, level);
    if (size < 1 || size > LARGEST_PAGE) {
      throw new RefusedException(
          new Refusal.Invalid("size", String.valueOf(size), "from 1 to " + LARGEST_PAGE));
    }
    Optional<UUID> last = after.map(key -> key(after, key));
    List<MeetingRoom> more =
        database.jdbi().withHandle(handle -> rows.roomsUnder(handle, level, last, size + 1));
    boolean end = more.size() <= size;
    List<MeetingRoom> page = end ? more : more.subList(0, size);
    return new Page<>(page, end ? Optional.empty() : Optional.of(page.getLast().id().toString()));
  }

  private static UUID key(Optional<String> after, String key) {
    try {
      return UUID.fromString(key);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(
          new Refusal.Invalid("after", after.orElse(""), "the key that a page gave"));
    }
  }

  /**
   * Refuses rooms that cannot be meant by an order for {@code level}.
   *
   * @throws RefusedException not found, if there is no such level or room; invalid, if a room hangs
   *     elsewhere
   */
  void requireUnder(Caller caller, UUID level, Collection<UUID> rooms) {
    level(caller, level);
    if (rooms.isEmpty()) {
      return;
    }
    Map<UUID, Boolean> found = new HashMap<>();
    database
        .jdbi()
        .useHandle(
            handle -> found.putAll(rows.underLevel(handle, caller.organisation(), level, rooms)));
    for (UUID room : new TreeSet<>(rooms)) {
      Boolean under = found.get(room);
      if (under == null) {
        throw notFound(Refusal.Thing.MEETING_ROOM, room);
      }
      if (!under) {
        throw new RefusedException(
            new Refusal.Invalid("rooms", room.toString(), "rooms of the level " + level));
      }
    }
  }

  private static RefusedException notFound(Refusal.Thing what, UUID id) {
    return new RefusedException(new Refusal.NotFound(what, id.toString()));
  }

  private static Map<String, String> name(String name) {
    return Map.of("name", name);
  }
}
