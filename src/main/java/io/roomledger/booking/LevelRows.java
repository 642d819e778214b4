package io.roomledger.booking;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The SQL of levels. What was removed is not seen, save where it says so. */
final class LevelRows {
  /** The ids of a level and all below it, with those that were removed. */
  static final String SUBTREE = tree("");

  /** The same without those that were removed. */
  static final String STANDING = tree("WHERE l.removed_at IS NULL");

  private static final String LEVEL = "SELECT id, parent, name, custom_id FROM room_level ";
  private static final String OURS = "WHERE organisation = :organisation AND removed_at IS NULL ";
  private static final int LONGEST_ID = 100;

  private final Clock clock;

  LevelRows(Clock clock) {
    this.clock = clock;
  }

  private static String tree(String only) {
    return """
    WITH RECURSIVE tree (id, parent, name, custom_id, depth) AS (
      SELECT id, parent, name, custom_id, depth FROM room_level WHERE id = :level
      UNION ALL
      SELECT l.id, l.parent, l.name, l.custom_id, l.depth
      FROM room_level l JOIN tree t ON l.parent = t.id %s)
    """
        .formatted(only);
  }

  private record Path(UUID start, List<UUID> ids) {}

  /** What the organisation is called. */
  String organisation(Handle handle, String id) {
    return handle
        .createQuery("SELECT name FROM organisation WHERE id = :id")
        .bind("id", id)
        .mapTo(String.class)
        .one();
  }

  Optional<RoomLevel> root(Handle handle, String organisation) {
    return handle
        .createQuery(LEVEL + OURS + "AND parent IS NULL")
        .bind("organisation", organisation)
        .mapTo(RoomLevel.class)
        .findOne();
  }

  Optional<RoomLevel> level(Handle handle, String organisation, UUID id) {
    return handle
        .createQuery(LEVEL + OURS + "AND id = :id")
        .bind("organisation", organisation)
        .bind("id", id)
        .mapTo(RoomLevel.class)
        .findOne();
  }

  Optional<RoomLevel> levelNamed(Handle handle, String organisation, UUID parent, String name) {
    return handle
        .createQuery(LEVEL + OURS + "AND parent = :parent AND name = :name")
        .bind("organisation", organisation)
        .bind("parent", parent)
        .bind("name", name)
        .mapTo(RoomLevel.class)
        .findOne();
  }

  /** Those of {@code ids} that there are. */
  List<RoomLevel> levels(Handle handle, String organisation, Collection<UUID> ids) {
    return handle
        .createQuery(LEVEL + OURS + "AND id = ANY(:ids) ORDER BY array_position(:ids, id)")
        .bind("organisation", organisation)
        .bindArray("ids", UUID.class, ids.toArray())
        .mapTo(RoomLevel.class)
        .list();
  }

  /** The ids of the levels that the organisation calls so, in that order. */
  List<UUID> customised(Handle handle, String organisation, Collection<String> customIds) {
    return handle
        .createQuery(
            "SELECT id FROM room_level "
                + OURS
                + "AND custom_id = ANY(:ids) ORDER BY array_position(:ids, custom_id)")
        .bind("organisation", organisation)
        .bindArray("ids", String.class, customIds)
        .mapTo(UUID.class)
        .list();
  }

  /** By name, after that one. */
  List<RoomLevel> children(Handle handle, UUID parent, Optional<UUID> after, int size) {
    return handle
        .createQuery(
            LEVEL
                + """
                WHERE parent = :parent AND removed_at IS NULL
                  AND (CAST(:after AS uuid) IS NULL
                    OR (name, id) > (SELECT a.name, a.id FROM room_level a
                                     WHERE a.id = CAST(:after AS uuid)))
                ORDER BY name, id LIMIT :size
                """)
        .bind("parent", parent)
        .bind("after", after.orElse(null))
        .bind("size", size)
        .mapTo(RoomLevel.class)
        .list();
  }

  /** Of those of {@code ids}, the ones with a level under them. */
  List<UUID> parents(Handle handle, Collection<UUID> ids) {
    return handle
        .createQuery(
            "SELECT DISTINCT parent FROM room_level WHERE parent = ANY(:ids) AND removed_at IS"
                + " NULL")
        .bindArray("ids", UUID.class, ids.toArray())
        .mapTo(UUID.class)
        .list();
  }

  /** For each of {@code levels} the ids from the root to it. */
  Map<UUID, List<UUID>> paths(Handle handle, Collection<UUID> levels) {
    Map<UUID, List<UUID>> paths = new HashMap<>();
    handle
        .createQuery(
            """
            WITH RECURSIVE up (start, id, parent, depth) AS (
              SELECT id, id, parent, depth FROM room_level WHERE id = ANY(:levels)
              UNION ALL
              SELECT u.start, l.id, l.parent, l.depth FROM room_level l JOIN up u ON l.id = u.parent)
            SELECT start, array_agg(id ORDER BY depth) AS ids FROM up GROUP BY start
            """)
        .bindArray("levels", UUID.class, levels.toArray())
        .map((row, context) -> path(row))
        .forEach(path -> paths.put(path.start(), path.ids()));
    return paths;
  }

  private static Path path(ResultSet row) throws SQLException {
    Array ids = row.getArray("ids");
    return new Path(row.getObject("start", UUID.class), List.of((UUID[]) ids.getArray()));
  }

  Optional<Integer> depth(Handle handle, String organisation, UUID id) {
    return handle
        .createQuery("SELECT depth FROM room_level " + OURS + "AND id = :id")
        .bind("organisation", organisation)
        .bind("id", id)
        .mapTo(Integer.class)
        .findOne();
  }

  /** The depth of the deepest level in the subtree. */
  int deepest(Handle handle, UUID level) {
    return handle
        .createQuery(STANDING + "SELECT max(depth) FROM tree")
        .bind("level", level)
        .mapTo(Integer.class)
        .one();
  }

  List<RoomLevel> subtree(Handle handle, UUID level) {
    return handle
        .createQuery(STANDING + "SELECT id, parent, name, custom_id FROM tree ORDER BY depth, name")
        .bind("level", level)
        .mapTo(RoomLevel.class)
        .list();
  }

  /** False if the id, the name under its parent, its custom id, or the root is taken. */
  boolean insertIfAbsent(Handle handle, String organisation, RoomLevel level, int depth) {
    check(level);
    return bind(
                handle.createUpdate(
                    """
                    INSERT INTO room_level
                      (id, organisation, parent, depth, name, custom_id, created_at)
                    VALUES (:id, :organisation, :parent, :depth, :name, :customId, :now)
                    ON CONFLICT DO NOTHING
                    """),
                level)
            .bind("organisation", organisation)
            .bind("depth", depth)
            .bind("now", clock.instant())
            .execute()
        == 1;
  }

  /** Whether another level has the name under that parent, or the custom id. */
  boolean taken(Handle handle, String organisation, RoomLevel level) {
    return bind(
            handle.createQuery(
                """
                SELECT EXISTS (
                  SELECT FROM room_level
                  WHERE organisation = :organisation AND removed_at IS NULL AND id <> :id
                    AND ((parent = :parent AND name = :name) OR custom_id = :customId))
                """),
            level)
        .bind("organisation", organisation)
        .mapTo(Boolean.class)
        .one();
  }

  /** Writes name, parent and custom id; all below it move along. */
  void update(Handle handle, RoomLevel level, int by) {
    check(level);
    bind(
            handle.createUpdate(
                """
                UPDATE room_level SET parent = :parent, name = :name, custom_id = :customId
                WHERE id = :id
                """),
            level)
        .execute();
    if (by != 0) {
      handle
          .createUpdate(
              SUBTREE
                  + """
                  UPDATE room_level SET depth = depth + :by WHERE id IN (SELECT id FROM tree)
                  """)
          .bind("level", level.id())
          .bind("by", by)
          .execute();
    }
  }

  /** Makes others wait who would change the tree of this organisation. */
  void lock(Handle handle, String organisation) {
    handle.execute(
        "SELECT FROM room_level WHERE organisation = ? AND parent IS NULL FOR UPDATE",
        organisation);
  }

  void remove(Handle handle, UUID level, Instant now) {
    handle
        .createUpdate(
            STANDING
                + """
                UPDATE room_level SET removed_at = :now WHERE id IN (SELECT id FROM tree)
                """)
        .bind("level", level)
        .bind("now", now)
        .execute();
  }

  private static <S extends SqlStatement<S>> S bind(S statement, RoomLevel level) {
    return statement
        .bind("id", level.id())
        .bindByType("parent", orNull(level.parent()), UUID.class)
        .bind("name", level.name())
        .bindByType("customId", orNull(level.customId()), String.class);
  }

  private static <T> @Nullable T orNull(Optional<T> value) {
    return value.orElse(null);
  }

  private static void check(RoomLevel level) {
    checkName(level.name());
    level.customId().ifPresent(LevelRows::checkCustomId);
  }

  static void checkName(String name) {
    if (name.isBlank() || name.codePointCount(0, name.length()) > 200 || name.indexOf('\0') >= 0) {
      throw new RefusedException(
          new Refusal.Invalid(
              "name", name.length() + " characters", "1 to 200 characters, not all blank"));
    }
  }

  static void checkCustomId(String id) {
    if (id.isBlank() || id.length() > LONGEST_ID || id.indexOf('\0') >= 0) {
      throw new RefusedException(
          new Refusal.Invalid(
              "custom id", id.length() + " characters", "1 to " + LONGEST_ID + " characters"));
    }
  }
}
