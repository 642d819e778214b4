package io.roomledger.chat;

import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Permissions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Looks up what messages refer to, in a handful of statements whatever their number. */
final class SurroundingRows {
  private SurroundingRows() {}

  static Surroundings of(
      Handle handle, Accounts accounts, Caller caller, Collection<Message> messages) {
    Map<String, Surroundings.Replies> threads = threads(handle, messages);
    List<String> files =
        messages.stream().flatMap(m -> m.files().stream()).map(ChatFile::id).toList();
    Set<String> usernames = new HashSet<>();
    Set<String> roomNames = new HashSet<>();
    Set<String> ids = new HashSet<>();
    for (Message message : messages) {
      usernames.addAll(Mentions.people(message.text()));
      roomNames.addAll(Mentions.rooms(message.text()));
      addPeople(message, ids);
    }
    return new Surroundings(
        accounts.find(handle, ids),
        mentioned(accounts.findByUsernames(caller.organisation(), usernames)),
        rooms(handle, caller, roomNames),
        threads,
        pictures(handle, files),
        descriptions(handle, files));
  }

  private static void addPeople(Message message, Set<String> ids) {
    message.authorId().ifPresent(ids::add);
    message.edited().ifPresent(edit -> ids.add(edit.by()));
    message.extras().pinned().ifPresent(pin -> ids.add(pin.by()));
    message.reactions().forEach(reaction -> ids.addAll(reaction.by()));
  }

  private static Map<String, Account> mentioned(List<Account> accounts) {
    Map<String, Account> byName = new HashMap<>();
    accounts.forEach(a -> byName.put(a.username().toLowerCase(Locale.ROOT), a));
    return byName;
  }

  /** Public channels, if the caller may read those, and rooms the caller is in. */
  private static Map<String, ChatRoom> rooms(Handle handle, Caller caller, Set<String> names) {
    if (names.isEmpty()) {
      return Map.of();
    }
    String account = caller instanceof Caller.Person person ? person.account().id() : "";
    boolean all = caller instanceof Caller.Operator;
    boolean open = all || caller.may(Permissions.VIEW_PUBLIC_ROOMS);
    Map<String, ChatRoom> byName = new HashMap<>();
    RoomRows.named(handle, caller.organisation(), names).stream()
        .filter(room ->
            all
                || (open && room.kind() == RoomKind.CHANNEL)
                || RoomRows.membership(handle, room.id(), account).isPresent())
        .forEach(room -> byName.put(room.name().toLowerCase(Locale.ROOT), room));
    return byName;
  }

  private static Map<String, Surroundings.Replies> threads(
      Handle handle, Collection<Message> messages) {
    return handle
        .createQuery(
            """
            SELECT parent_id, count(*) AS replies, max(sent_at) AS last_at,
                   array_agg(DISTINCT author_id) FILTER (WHERE author_id IS NOT NULL) AS authors
              FROM chat_message
             WHERE parent_id = ANY (:ids) AND deleted_at IS NULL
             GROUP BY parent_id
            """)
        .bindArray("ids", String.class, messages.stream().map(Message::id).toList())
        .map((row, context) -> Map.entry(row.getString("parent_id"), thread(row)))
        .collectToMap(Map.Entry::getKey, Map.Entry::getValue);
  }

  private static Surroundings.Replies thread(ResultSet row) throws SQLException {
    java.sql.Array authors = row.getArray("authors");
    return new Surroundings.Replies(
        row.getLong("replies"),
        RoomRows.instant(row.getObject("last_at", OffsetDateTime.class)),
        authors == null ? List.of() : List.of((String[]) authors.getArray()));
  }

  private static Map<String, Picture> pictures(Handle handle, List<String> files) {
    if (files.isEmpty()) {
      return Map.of();
    }
    return handle
        .createQuery(
            """
            SELECT file_id, width, height, thumb_id, thumb_key, thumb_type, thumb_size,
                   thumb_width, thumb_height
              FROM chat_picture WHERE file_id = ANY (:files)
            """)
        .bindArray("files", String.class, files)
        .map((row, context) -> Map.entry(row.getString("file_id"), picture(row)))
        .collectToMap(Map.Entry::getKey, Map.Entry::getValue);
  }

  private static Map<String, String> descriptions(Handle handle, List<String> files) {
    if (files.isEmpty()) {
      return Map.of();
    }
    return handle
        .createQuery(
            "SELECT id, description FROM chat_file WHERE id = ANY (:files) AND description <> ''")
        .bindArray("files", String.class, files)
        .map((row, context) -> Map.entry(row.getString("id"), row.getString("description")))
        .collectToMap(Map.Entry::getKey, Map.Entry::getValue);
  }

  private static Picture picture(ResultSet row) throws SQLException {
    Optional<Picture.Thumb> thumb =
        row.getString("thumb_id").isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Picture.Thumb(
                    row.getString("thumb_id"),
                    row.getString("thumb_type"),
                    row.getLong("thumb_size"),
                    row.getInt("thumb_width"),
                    row.getInt("thumb_height"),
                    row.getString("thumb_key")));
    return new Picture(row.getInt("width"), row.getInt("height"), thumb);
  }
}
