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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * The door of room levels, reached by {@link MeetingRooms#levels}. Whoever belongs to the
 * organisation may look; {@link Permissions#MANAGE_MEETINGS} may change. What belongs to another
 * organisation is not found.
 */
public final class RoomLevels {
  /** How many levels there can be from the root to a room. */
  public static final int DEEPEST = 10;

  /** The most levels on one page, and the most that can be asked for at once. */
  public static final int LARGEST_PAGE = 1_000;

  private final Database database;
  private final Audit audit;
  private final LevelRows rows;
  private final Removals removals;

  RoomLevels(Database database, Audit audit, Clock clock) {
    this.database = database;
    this.audit = audit;
    this.rows = new LevelRows(clock);
    this.removals = new Removals(audit, clock);
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
    String name = rows.organisation(handle, organisation);
    RoomLevel root = new RoomLevel(UUID.randomUUID(), Optional.empty(), name, Optional.empty());
    if (rows.insertIfAbsent(handle, organisation, root, 1)) {
      tell(handle, caller, "room-level.added", root);
      return root;
    }
    return rows.root(handle, organisation).orElseThrow();
  }

  /**
   * Adds a level. Without a parent it becomes the root.
   *
   * @throws RefusedException forbidden; not found, if there is no such parent; invalid, if it would
   *     be too deep; a conflict, if the id, the name under that parent, the organisation's own id
   *     for it, or the root is taken
   */
  public RoomLevel add(Caller caller, RoomLevel level) {
    caller.needPermission(Permissions.MANAGE_MEETINGS);
    return database
        .jdbi()
        .inTransaction(handle -> {
          rows.lock(handle, caller.organisation());
          int depth = level.parent().map(parent -> depthUnder(handle, caller, parent)).orElse(1);
          if (!rows.insertIfAbsent(handle, caller.organisation(), level, depth)) {
            throw taken(level);
          }
          tell(handle, caller, "room-level.added", level);
          return level;
        });
  }

  private static RefusedException taken(RoomLevel level) {
    return new RefusedException(
        new Refusal.Conflict(
            "room level "
                + level.name()
                + ": taken (expected: a new id, a name that is new under its parent, and an id of"
                + " the organisation's own that is new; there is one root)"));
  }

  /** The level of that name under {@code parent}, added if it is not there. */
  public RoomLevel named(Caller caller, UUID parent, String name) {
    return database
        .jdbi()
        .withHandle(handle -> rows.levelNamed(handle, caller.organisation(), parent, name))
        .orElseGet(() -> add(caller, RoomLevel.under(parent, name)));
  }

  private int depthUnder(Handle handle, Caller caller, UUID parent) {
    int depth =
        rows.depth(handle, caller.organisation(), parent).orElseThrow(() -> notFound(parent));
    if (depth == DEEPEST) {
      throw tooDeep(parent);
    }
    return depth + 1;
  }

  private static RefusedException tooDeep(UUID parent) {
    return new RefusedException(
        new Refusal.Invalid(
            "parent", parent.toString(), "a place at most " + DEEPEST + " levels deep"));
  }

  /**
   * Gives a level another name, parent or id of the organisation's own. What hangs under it moves
   * along.
   *
   * @throws RefusedException forbidden; not found, if there is no such level or parent; invalid, if
   *     it would hang under itself or too deep, or would take or leave the place of the root; a
   *     conflict, if the name or the own id is taken
   */
  public RoomLevel change(Caller caller, RoomLevel level) {
    caller.needPermission(Permissions.MANAGE_MEETINGS);
    return database
        .jdbi()
        .inTransaction(handle -> {
          rows.lock(handle, caller.organisation());
          RoomLevel now =
              rows.level(handle, caller.organisation(), level.id())
                  .orElseThrow(() -> notFound(level.id()));
          int by = now.parent().equals(level.parent()) ? 0 : moveBy(handle, caller, now, level);
          if (rows.taken(handle, caller.organisation(), level)) {
            throw taken(level);
          }
          rows.update(handle, level, by);
          tell(handle, caller, "room-level.changed", level);
          return level;
        });
  }

  /** How many levels deeper it will be, if it may move there. */
  private int moveBy(Handle handle, Caller caller, RoomLevel now, RoomLevel level) {
    if (now.parent().isEmpty() || level.parent().isEmpty()) {
      throw new RefusedException(
          new Refusal.Invalid("parent", level.id().toString(), "that the root stays the root"));
    }
    UUID parent = level.parent().get();
    int depth = depthUnder(handle, caller, parent);
    if (rows.subtree(handle, now.id()).stream().anyMatch(under -> under.id().equals(parent))) {
      throw new RefusedException(
          new Refusal.Invalid("parent", parent.toString(), "a level that does not hang under it"));
    }
    int before = rows.depth(handle, caller.organisation(), now.id()).orElseThrow();
    int by = depth - before;
    if (rows.deepest(handle, now.id()) + by > DEEPEST) {
      throw tooDeep(parent);
    }
    return by;
  }

  /**
   * Removes a level. What was reserved in its rooms stays on record; what is still to come is given
   * back.
   *
   * @param withContent whether the levels and rooms in it are removed too
   * @throws RefusedException forbidden; not found; invalid for the root; a conflict, if something
   *     is in it that is not to be removed
   */
  public void remove(Caller caller, UUID id, boolean withContent) {
    caller.needPermission(Permissions.MANAGE_MEETINGS);
    database
        .jdbi()
        .useTransaction(handle -> {
          rows.lock(handle, caller.organisation());
          RoomLevel level =
              rows.level(handle, caller.organisation(), id).orElseThrow(() -> notFound(id));
          if (level.parent().isEmpty()) {
            throw new RefusedException(
                new Refusal.Invalid("level", id.toString(), "a level other than the root"));
          }
          removals.level(handle, caller, level, withContent);
        });
  }

  /** The level of that id, if the caller's organisation has it. */
  public Optional<RoomLevel> find(Caller caller, UUID id) {
    return database.jdbi().withHandle(handle -> rows.level(handle, caller.organisation(), id));
  }

  /**
   * The level of that id.
   *
   * @throws RefusedException not found
   */
  public RoomLevel get(Caller caller, UUID id) {
    return find(caller, id).orElseThrow(() -> notFound(id));
  }

  /**
   * The level and every level below it, parents before children.
   *
   * @throws RefusedException not found
   */
  public List<RoomLevel> subtree(Caller caller, UUID id) {
    get(caller, id);
    return database.jdbi().withHandle(handle -> rows.subtree(handle, id));
  }

  /**
   * The level of that id, with its place in the tree.
   *
   * @throws RefusedException not found
   */
  public LevelEntry entry(Caller caller, UUID id) {
    return entries(caller, List.of(id)).stream().findFirst().orElseThrow(() -> notFound(id));
  }

  /**
   * Those of {@code ids} that there are, each once, in that order.
   *
   * @param ids at most {@link #LARGEST_PAGE}
   */
  public List<LevelEntry> entries(Caller caller, Collection<UUID> ids) {
    return database
        .jdbi()
        .withHandle(handle -> placed(handle, rows.levels(handle, caller.organisation(), ids)));
  }

  /**
   * The levels directly under {@code parent}, by name.
   *
   * @param after the key of the page wanted, as the page before gave it
   * @param size how many, at most {@link #LARGEST_PAGE}
   * @throws RefusedException not found, or invalid
   */
  public Page<LevelEntry> children(Caller caller, UUID parent, Optional<String> after, int size) {
    get(caller, parent);
    Optional<UUID> last = Pages.after(after, size, LARGEST_PAGE);
    return database
        .jdbi()
        .withHandle(handle -> {
          Page<RoomLevel> page =
              Pages.of(rows.children(handle, parent, last, size + 1), size, RoomLevel::id);
          return new Page<>(placed(handle, page.items()), page.next());
        });
  }

  /** The ids of the levels that the organisation itself calls so, in that order. */
  public List<UUID> customised(Caller caller, Collection<String> customIds) {
    return database
        .jdbi()
        .withHandle(handle -> rows.customised(handle, caller.organisation(), customIds));
  }

  private List<LevelEntry> placed(Handle handle, List<RoomLevel> levels) {
    List<UUID> ids = levels.stream().map(RoomLevel::id).toList();
    Map<UUID, List<UUID>> paths = rows.paths(handle, ids);
    Set<UUID> parents = new HashSet<>(rows.parents(handle, ids));
    return levels.stream()
        .map(level -> {
          List<UUID> path = paths.getOrDefault(level.id(), List.of(level.id()));
          return new LevelEntry(
              level, path.subList(0, path.size() - 1), parents.contains(level.id()));
        })
        .toList();
  }

  private void tell(Handle handle, Caller caller, String action, RoomLevel level) {
    audit.append(handle, caller, action, "room-level:" + level.id(), Map.of("name", level.name()));
  }

  private static RefusedException notFound(UUID id) {
    return new RefusedException(new Refusal.NotFound(Refusal.Thing.ROOM_LEVEL, id.toString()));
  }
}
