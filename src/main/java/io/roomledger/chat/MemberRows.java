package io.roomledger.chat;

import io.roomledger.base.Counted;
import io.roomledger.base.Window;
import io.roomledger.identity.Account;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;

/** The rows of who is in a room, with their accounts. Deleted accounts are in no room. */
final class MemberRows {
  private static final String COLUMNS =
      """
      SELECT a.id, a.organisation, a.username, a.name, a.email, a.department, a.active,
             m.account_id, m.roles, m.joined_at, m.closed
      """;

  private static final String FROM =
      """
        FROM chat_member m JOIN account a ON a.id = m.account_id AND a.deleted_at IS NULL
       WHERE m.room_id = :room
      """;

  private static final String MATCHING =
      " AND (:words = '' OR concat_ws(' ', a.username, a.name) ILIKE :pattern)";

  private MemberRows() {}

  static Counted<Member> list(
      Handle handle, String roomId, String words, boolean descending, Window window) {
    String way = descending ? "DESC" : "ASC";
    List<Member> members =
        matching(
                handle,
                COLUMNS
                    + FROM
                    + MATCHING
                    + " ORDER BY lower(a.username) "
                    + way
                    + ", a.id LIMIT :limit OFFSET :offset",
                roomId,
                words)
            .bind("limit", window.limit())
            .bind("offset", window.offset())
            .map(MemberRows::member)
            .list();
    long total =
        matching(handle, "SELECT count(*) " + FROM + MATCHING, roomId, words)
            .mapTo(Long.class)
            .one();
    return new Counted<>(members, total);
  }

  /** Those who have roles in a room. */
  static List<Member> withRoles(Handle handle, String roomId) {
    return handle
        .createQuery(COLUMNS + FROM + " AND m.roles <> '{}' ORDER BY m.joined_at, a.id")
        .bind("room", roomId)
        .map(MemberRows::member)
        .list();
  }

  /** Those behind that account, by account. */
  static List<Member> after(Handle handle, String roomId, String accountId, int limit) {
    return handle
        .createQuery(
            COLUMNS
                + FROM
                + " AND m.account_id > :after COLLATE \"C\" ORDER BY m.account_id LIMIT :limit")
        .bind("room", roomId)
        .bind("after", accountId)
        .bind("limit", limit)
        .map(MemberRows::member)
        .list();
  }

  static Optional<Member> find(Handle handle, String roomId, String accountId) {
    return handle
        .createQuery(COLUMNS + FROM + " AND a.id = :account")
        .bind("room", roomId)
        .bind("account", accountId)
        .map(MemberRows::member)
        .findOne();
  }

  static void setClosed(Handle handle, String roomId, String accountId, boolean closed) {
    handle
        .createUpdate(
            """
            UPDATE chat_member SET closed = :closed
             WHERE room_id = :room AND account_id = :account
            """)
        .bind("closed", closed)
        .bind("room", roomId)
        .bind("account", accountId)
        .execute();
  }

  /** The conversation that has these people in it and nobody else. */
  static Optional<String> conversation(
      Handle handle, String organisation, Collection<String> accountIds) {
    return handle
        .createQuery(
            """
            SELECT r.id FROM chat_room r JOIN chat_member m ON m.room_id = r.id
             WHERE r.organisation = :organisation AND r.kind = 'd'
               AND r.id IN (SELECT room_id FROM chat_member WHERE account_id = :first)
             GROUP BY r.id, r.created_at
            HAVING array_agg(m.account_id ORDER BY m.account_id) = CAST(:accounts AS text[])
             ORDER BY r.created_at, r.id LIMIT 1
            """)
        .bind("organisation", organisation)
        .bind("first", accountIds.iterator().next())
        .bindArray("accounts", String.class, accountIds.stream().sorted().toList())
        .mapTo(String.class)
        .findOne();
  }

  private static Query matching(Handle handle, String sql, String roomId, String words) {
    return handle
        .createQuery(sql)
        .bind("room", roomId)
        .bind("words", words)
        .bind("pattern", "%" + words.replaceAll("([\\\\%_])", "\\\\$1") + "%");
  }

  private static Member member(ResultSet row, StatementContext context) throws SQLException {
    return new Member(
        ConstructorMapper.of(Account.class).map(row, context),
        RoomRows.member(row),
        row.getBoolean("closed"));
  }
}
