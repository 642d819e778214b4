package io.roomledger.chat;

import io.roomledger.base.Counted;
import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jspecify.annotations.Nullable;

/** The statements behind lists of rooms. Deleted accounts are in no room. */
final class OverviewRows {
  /** In their order, so that a small room is counted off the index and not by reading them all. */
  private static final String COUNTS =
      """
       CROSS JOIN LATERAL (
         SELECT count(*) AS member_count
           FROM chat_member m JOIN account a ON a.id = m.account_id AND a.deleted_at IS NULL
          WHERE m.room_id = r.id) AS members
       CROSS JOIN LATERAL (
         SELECT count(*) AS message_count FROM (
           SELECT FROM chat_message c WHERE c.room_id = r.id AND c.deleted_at IS NULL
            ORDER BY c.sent_at, c.id LIMIT :most) AS counted) AS messages
      """;

  private static final String LATEST =
      """
        LEFT JOIN LATERAL (
         SELECT c.id AS latest_id, c.sent_at FROM chat_message c
          WHERE c.room_id = r.id AND c.deleted_at IS NULL
          ORDER BY c.sent_at DESC, c.id DESC LIMIT 1) AS latest ON true
      """;

  private static final String OWN =
      """
      SELECT r.id, r.organisation, r.kind, r.name, r.title, r.topic, r.description, r.created_at,
             r.creator, r.read_only, r.archived, r.announcement, latest_id
      """;

  private static final String COLUMNS =
      OWN + ", greatest(r.changed_at, latest.sent_at) AS changed, member_count, message_count ";

  private static final String FROM = " FROM chat_room r " + COUNTS + LATEST;

  private static final String ASKED =
      """
       WHERE r.organisation = :organisation AND r.kind = ANY (:kinds)
         AND (:id = '' OR r.id = :id)
         AND (:words = '' OR concat_ws(' ', r.name, r.title, r.topic) ILIKE :pattern)
      """;

  private static final String JOINED =
      " AND EXISTS (SELECT FROM chat_member j WHERE j.room_id = r.id AND j.account_id = :member)";

  private static final String READABLE =
      """
       AND (r.kind = 'c' OR EXISTS (SELECT FROM chat_member j
                                     WHERE j.room_id = r.id AND j.account_id = :member))
      """;

  private final Handle handle;
  private final Accounts accounts;
  private final Optional<Integer> most;

  /**
   * The statements, on that handle.
   *
   * @param most how many messages of a room are counted at most, if not all
   */
  OverviewRows(Handle handle, Accounts accounts, Optional<Integer> most) {
    this.handle = handle;
    this.accounts = accounts;
    this.most = most;
  }

  /** A row, before what it names is found. */
  private record Found(
      ChatRoom room,
      String announcement,
      Instant changedAt,
      long members,
      long messages,
      @Nullable String latestId) {}

  RoomOverview of(ChatRoom room) {
    return complete(
            handle
                .createQuery(COLUMNS + FROM + " WHERE r.id = :id")
                .bind("id", room.id())
                .bind("most", most.orElse(null))
                .map((row, context) -> found(row))
                .list())
        .getFirst();
  }

  /** The rooms of an organisation that are asked for; of one member only, if one is given. */
  Counted<RoomOverview> list(String organisation, RoomQuery query, Optional<String> member) {
    return list(organisation, query, member, member.isPresent() ? JOINED : "");
  }

  /** The rooms of an organisation that are asked for: public channels and those of the member. */
  Counted<RoomOverview> readable(String organisation, RoomQuery query, String member) {
    return list(organisation, query, Optional.of(member), READABLE);
  }

  private Counted<RoomOverview> list(
      String organisation, RoomQuery query, Optional<String> member, String narrowed) {
    String where = ASKED + narrowed;
    String way = query.descending() ? " DESC" : " ASC";
    List<Found> found =
        asked(
                listed(where, " ORDER BY " + query.order().column() + way + ", r.id", query),
                organisation,
                query,
                member)
            .bind("limit", query.window().limit())
            .bind("offset", query.window().offset())
            .map((row, context) -> found(row))
            .list();
    long total =
        asked("SELECT count(*) FROM chat_room r " + where, organisation, query, member)
            .mapTo(Long.class)
            .one();
    return new Counted<>(complete(found), total);
  }

  /** Only what is on the page is counted, unless the counts say what is on the page. */
  private static String listed(String where, String order, RoomQuery query) {
    String page = order + " LIMIT :limit OFFSET :offset";
    boolean byCount =
        query.order() == RoomQuery.Order.MEMBERS || query.order() == RoomQuery.Order.MESSAGES;
    return byCount
        ? COLUMNS + FROM + where + page
        : OWN
            + ", changed, member_count, message_count FROM ("
            + OWN
            + ", greatest(r.changed_at, latest.sent_at) AS changed FROM chat_room r "
            + LATEST
            + where
            + page
            + ") AS r "
            + COUNTS
            + order;
  }

  /** The rooms of a member that changed after that. */
  List<RoomOverview> changed(String member, Instant since) {
    return complete(
        handle
            .createQuery(
                COLUMNS
                    + FROM
                    + """
                     WHERE EXISTS (SELECT FROM chat_member j
                                    WHERE j.room_id = r.id AND j.account_id = :member)
                       AND greatest(r.changed_at, latest.sent_at) > :since
                     ORDER BY lower(r.name), r.id
                    """)
            .bind("member", member)
            .bind("most", most.orElse(null))
            .bind("since", RoomRows.utc(ChatCopy.bounded(since)))
            .map((row, context) -> found(row))
            .list());
  }

  /** The rooms that a member was in and that were deleted after that. */
  List<GoneRoom> gone(String organisation, String member, Instant since) {
    return handle
        .createQuery(
            """
            SELECT id, kind, name, gone_at FROM chat_room_gone
             WHERE organisation = :organisation AND gone_at > :since AND :member = ANY (members)
             ORDER BY gone_at, id
            """)
        .bind("organisation", organisation)
        .bind("member", member)
        .bind("since", RoomRows.utc(ChatCopy.bounded(since)))
        .map((row, context) ->
            new GoneRoom(
                row.getString("id"),
                RoomKind.of(row.getString("kind")),
                row.getString("name"),
                RoomRows.instant(row.getObject("gone_at", OffsetDateTime.class))))
        .list();
  }

  private Query asked(String sql, String organisation, RoomQuery query, Optional<String> member) {
    return handle
        .createQuery(sql)
        .configure(SqlStatements.class, s -> s.setUnusedBindingAllowed(true))
        .bind("organisation", organisation)
        .bindArray("kinds", String.class, query.kinds().stream().map(RoomKind::letter).toList())
        .bind("id", query.id().orElse(""))
        .bind("words", query.words())
        .bind("pattern", "%" + query.words().replaceAll("([\\\\%_])", "\\\\$1") + "%")
        .bind("most", most.orElse(null))
        .bind("member", member.orElse(""));
  }

  private static Found found(ResultSet row) throws SQLException {
    return new Found(
        RoomRows.room(row),
        row.getString("announcement"),
        RoomRows.instant(row.getObject("changed", OffsetDateTime.class)),
        row.getLong("member_count"),
        row.getLong("message_count"),
        row.getString("latest_id"));
  }

  /** With one question for all messages, one for all conversations' people, one for accounts. */
  private List<RoomOverview> complete(List<Found> found) {
    Map<String, Message> latest = new HashMap<>();
    for (Message message : MessageRows.ofIds(handle, latestIds(found))) {
      latest.put(message.id(), message);
    }
    Map<String, List<String>> people = people(found);
    Set<String> named = new HashSet<>();
    found.forEach(f -> f.room().creator().ifPresent(named::add));
    people.values().forEach(named::addAll);
    Map<String, Account> known = accounts.find(handle, named);
    return found.stream()
        .map(f ->
            new RoomOverview(
                f.room(),
                f.announcement(),
                f.changedAt(),
                f.members(),
                f.messages(),
                Optional.ofNullable(f.latestId()).map(latest::get),
                f.room().creator().map(known::get),
                accountsOf(people.getOrDefault(f.room().id(), List.of()), known)))
        .toList();
  }

  private static List<String> latestIds(List<Found> found) {
    List<String> ids = new ArrayList<>();
    for (Found one : found) {
      if (one.latestId() != null) {
        ids.add(one.latestId());
      }
    }
    return ids;
  }

  private static List<Account> accountsOf(List<String> ids, Map<String, Account> known) {
    List<Account> some = new ArrayList<>();
    for (String id : ids) {
      Account account = known.get(id);
      if (account != null) {
        some.add(account);
      }
    }
    return some;
  }

  private Map<String, List<String>> people(List<Found> found) {
    List<String> direct =
        found.stream()
            .map(Found::room)
            .filter(room -> room.kind() == RoomKind.DIRECT)
            .map(ChatRoom::id)
            .toList();
    Map<String, List<String>> people = new HashMap<>();
    handle
        .createQuery(
            """
            SELECT room_id, account_id FROM chat_member
             WHERE room_id = ANY (:rooms) ORDER BY joined_at, account_id
            """)
        .bindArray("rooms", String.class, direct)
        .map((row, context) -> Map.entry(row.getString(1), row.getString(2)))
        .forEach(entry ->
            people.computeIfAbsent(entry.getKey(), key -> new ArrayList<>()).add(entry.getValue()));
    return people;
  }
}
