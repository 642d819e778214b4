package io.roomledger.chat;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rows of rooms and of who is in them. */
final class RoomRows {
  private static final String COLUMNS =
      """
      SELECT id, organisation, kind, name, title, topic, description, created_at, creator,
             read_only, archived
        FROM chat_room
      """;

  private RoomRows() {}

  static Optional<ChatRoom> find(Handle handle, String id) {
    return handle
        .createQuery(COLUMNS + " WHERE id = :id")
        .bind("id", id)
        .map((row, context) -> room(row))
        .findOne();
  }

  static Optional<ChatRoom> findByName(Handle handle, String organisation, String name) {
    return handle
        .createQuery(COLUMNS + " WHERE organisation = :organisation AND lower(name) = lower(:name)")
        .bind("organisation", organisation)
        .bind("name", name)
        .map((row, context) -> room(row))
        .findOne();
  }

  /** The rooms of these names, whatever their case. */
  static List<ChatRoom> named(Handle handle, String organisation, Collection<String> names) {
    return handle
        .createQuery(
            COLUMNS
                + " WHERE organisation = :organisation"
                + " AND lower(name) IN (SELECT lower(n) FROM unnest(:names) AS n)")
        .bind("organisation", organisation)
        .bindArray("names", String.class, names)
        .map((row, context) -> room(row))
        .list();
  }

  /** The rooms of an organisation after {@code afterId}, by id. */
  static List<ChatRoom> list(Handle handle, String organisation, String afterId, int limit) {
    return handle
        .createQuery(
            COLUMNS
                + " WHERE organisation = :organisation AND id > :after ORDER BY id LIMIT :limit")
        .bind("organisation", organisation)
        .bind("after", afterId)
        .bind("limit", limit)
        .map((row, context) -> room(row))
        .list();
  }

  /** All rooms of an organisation, those with names before conversations. */
  static List<ChatRoom> all(Handle handle, String organisation) {
    return handle
        .createQuery(
            COLUMNS
                + " WHERE organisation = :organisation"
                + " ORDER BY name = '', lower(name) COLLATE \"C\", id")
        .bind("organisation", organisation)
        .map((row, context) -> room(row))
        .list();
  }

  /** What is known of deleted rooms. */
  static List<ChatRoom> gone(Handle handle, Collection<String> ids) {
    return handle
        .createQuery(
            """
            SELECT id, organisation, kind, name,
                   coalesce(nullif(name, ''), id) || ' (deleted)' AS title, '' AS topic,
                   '' AS description, gone_at AS created_at, NULL AS creator, true AS read_only,
                   true AS archived
              FROM chat_room_gone WHERE id = ANY (:ids) ORDER BY id
            """)
        .bindArray("ids", String.class, List.copyOf(ids))
        .map((row, context) -> room(row))
        .list();
  }

  /** Adds the room and answers whether there was none of that id or name. */
  static boolean insert(Handle handle, ChatRoom room) {
    return handle
            .createUpdate(
                """
                INSERT INTO chat_room (id, organisation, kind, name, title, topic, description,
                                       created_at, changed_at, creator, read_only, archived)
                VALUES (:id, :organisation, :kind, :name, :title, :topic, :description,
                        :createdAt, :createdAt, :creator, :readOnly, :archived)
                ON CONFLICT DO NOTHING
                """)
            .bind("id", room.id())
            .bind("organisation", room.organisation())
            .bind("kind", room.kind().letter())
            .bind("name", room.name())
            .bind("title", room.title())
            .bind("topic", room.topic())
            .bind("description", room.description())
            .bind("createdAt", utc(room.createdAt()))
            .bind("creator", room.creator().orElse(null))
            .bind("readOnly", room.readOnly())
            .bind("archived", room.archived())
            .execute()
        == 1;
  }

  /** Adds members in one statement; whoever is in the room already stays as they are. */
  static int addMembers(Handle handle, String roomId, Collection<Membership> members) {
    if (members.isEmpty()) {
      return 0;
    }
    return handle
        .createUpdate(
            """
            INSERT INTO chat_member (room_id, account_id, roles, joined_at)
            SELECT :room, account, coalesce(string_to_array(nullif(roles, ''), ','), '{}'), joined
              FROM unnest(:accounts, :roles, :joined::timestamptz[]) AS member (account, roles, joined)
            ON CONFLICT DO NOTHING
            """)
        .bind("room", roomId)
        .bindArray("accounts", String.class, each(members, Membership::accountId))
        .bindArray("roles", String.class, each(members, m -> String.join(",", m.roles())))
        .bindArray("joined", String.class, each(members, m -> m.joinedAt().toString()))
        .execute();
  }

  private static <T> List<T> each(Collection<Membership> members, Function<Membership, T> part) {
    return members.stream().map(part).toList();
  }

  static void setRoles(Handle handle, String roomId, String accountId, List<String> roles) {
    handle
        .createUpdate(
            "UPDATE chat_member SET roles = :roles WHERE room_id = :room AND account_id = :account")
        .bindArray("roles", String.class, roles)
        .bind("room", roomId)
        .bind("account", accountId)
        .execute();
  }

  static boolean removeMember(Handle handle, String roomId, String accountId) {
    return handle
            .createUpdate("DELETE FROM chat_member WHERE room_id = :room AND account_id = :account")
            .bind("room", roomId)
            .bind("account", accountId)
            .execute()
        > 0;
  }

  static Optional<Membership> membership(Handle handle, String roomId, String accountId) {
    return handle
        .createQuery(
            """
            SELECT account_id, roles, joined_at FROM chat_member
             WHERE room_id = :room AND account_id = :account
            """)
        .bind("room", roomId)
        .bind("account", accountId)
        .map((row, context) -> member(row))
        .findOne();
  }

  static List<Membership> members(Handle handle, String roomId, String afterId, int limit) {
    return handle
        .createQuery(
            """
            SELECT account_id, roles, joined_at FROM chat_member
             WHERE room_id = :room AND account_id > :after
             ORDER BY account_id LIMIT :limit
            """)
        .bind("room", roomId)
        .bind("after", afterId)
        .bind("limit", limit)
        .map((row, context) -> member(row))
        .list();
  }

  static long memberCount(Handle handle, String roomId) {
    return handle
        .createQuery("SELECT count(*) FROM chat_member WHERE room_id = :room")
        .bind("room", roomId)
        .mapTo(Long.class)
        .one();
  }

  static ChatRoom room(ResultSet row) throws SQLException {
    return new ChatRoom(
        row.getString("id"),
        row.getString("organisation"),
        RoomKind.of(row.getString("kind")),
        row.getString("name"),
        row.getString("title"),
        row.getString("topic"),
        row.getString("description"),
        instant(row.getObject("created_at", OffsetDateTime.class)),
        Optional.ofNullable(row.getString("creator")),
        row.getBoolean("read_only"),
        row.getBoolean("archived"));
  }

  static Membership member(ResultSet row) throws SQLException {
    String[] roles = (String[]) row.getArray("roles").getArray();
    return new Membership(
        row.getString("account_id"),
        List.of(roles),
        instant(row.getObject("joined_at", OffsetDateTime.class)));
  }

  /** The driver takes and gives the whole range of PostgreSQL only in this type. */
  static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  static Instant instant(OffsetDateTime time) {
    return time.toInstant();
  }

  static Optional<Instant> instantIfAny(@Nullable OffsetDateTime time) {
    return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
  }
}
