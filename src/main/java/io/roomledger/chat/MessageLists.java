package io.roomledger.chat;

import io.roomledger.base.Counted;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatements;

/** The statements behind a {@link MessageFilter}. */
final class MessageLists {
  /** What a user name in a text can be followed by without being a longer one. */
  private static final String BEHIND_NAME = "($|[^[:alnum:]_-])";

  private MessageLists() {}

  static Counted<Message> list(Handle handle, MessageFilter filter, List<String> mentioned) {
    String where = condition(filter, mentioned);
    String way = filter.newestFirst() ? "DESC" : "ASC";
    String order =
        filter.threads() instanceof MessageFilter.Threads.Parents
            ? " ORDER BY (SELECT max(r.sent_at) FROM chat_message r WHERE r.parent_id ="
                + " chat_message.id AND r.deleted_at IS NULL) "
                + way
                + ", id "
                + way
            : " ORDER BY sent_at " + way + ", id " + way;
    List<Message> messages =
        bound(
                handle.createQuery(
                    MessageRows.COLUMNS + where + order + " LIMIT :limit OFFSET :offset"),
                filter,
                mentioned)
            .bind("limit", filter.window().limit())
            .bind("offset", filter.window().offset())
            .map((row, context) -> MessageRows.message(row))
            .list();
    // a first page that is not full says how many there are
    boolean whole = filter.window().offset() == 0 && messages.size() < filter.window().limit();
    return new Counted<>(
        messages, whole ? messages.size() : count(handle, filter, where, mentioned));
  }

  private static long count(
      Handle handle, MessageFilter filter, String where, List<String> mentioned) {
    return bound(
            handle.createQuery(
                "SELECT count(*) FROM chat_message WHERE deleted_at IS NULL" + where),
            filter,
            mentioned)
        .mapTo(Long.class)
        .one();
  }

  private static String condition(MessageFilter filter, List<String> mentioned) {
    List<String> parts = new ArrayList<>();
    parts.add("");
    parts.add("room_id = :room AND sent_at >= :from AND sent_at < :to");
    switch (filter.threads()) {
      case MessageFilter.Threads.Everything _ -> {}
      case MessageFilter.Threads.RoomOnly _ -> parts.add("(parent_id IS NULL OR parent_shown)");
      case MessageFilter.Threads.RepliesTo _ -> parts.add("parent_id = :parent");
      case MessageFilter.Threads.Parents _ ->
          parts.add(
              "EXISTS (SELECT FROM chat_message r WHERE r.parent_id = chat_message.id"
                  + " AND r.deleted_at IS NULL)");
    }
    if (filter.pinned()) {
      parts.add("pinned_at IS NOT NULL");
    }
    if (!filter.words().isEmpty()) {
      parts.add("system_kind IS NULL AND text ILIKE :words");
    }
    if (!filter.mentioning().isEmpty()) {
      parts.add(mentioned.isEmpty() ? "false" : "text ~* :names");
    }
    return String.join(" AND ", parts);
  }

  private static Query bound(Query query, MessageFilter filter, List<String> mentioned) {
    String names = String.join("|", mentioned.stream().map(MessageLists::literally).toList());
    return query
        .configure(SqlStatements.class, s -> s.setUnusedBindingAllowed(true))
        .bind("room", filter.roomId())
        .bind("from", RoomRows.utc(ChatCopy.bounded(filter.period().from())))
        .bind("to", RoomRows.utc(ChatCopy.bounded(filter.period().to())))
        .bind("parent", filter.parent().orElse(""))
        .bind("words", "%" + filter.words().replaceAll("([\\\\%_])", "\\\\$1") + "%")
        .bind("names", "@(" + names + ")" + BEHIND_NAME);
  }

  /** A name in which no character has a meaning of its own. */
  private static String literally(String name) {
    return Pattern.compile("[^\\p{L}\\p{N}_]").matcher(name).replaceAll("\\\\$0");
  }
}
