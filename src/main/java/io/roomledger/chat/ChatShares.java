package io.roomledger.chat;

import io.roomledger.export.RecordSource.Place;
import io.roomledger.export.RecordSource.Share;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Which rooms of an order of several one server tells together. */
final class ChatShares {
  private ChatShares() {}

  /**
   * The rooms in shares, in their order.
   *
   * @param rows about how many messages a share is to have; a room is never split
   */
  static List<Share> of(Handle snapshot, ChatWish wish, List<ChatRoom> rooms, long rows) {
    Map<String, Long> messages = messages(snapshot, wish);
    PartFolders folders = new PartFolders();
    List<Share> shares = new ArrayList<>();
    List<Place> places = new ArrayList<>();
    long all = 0;
    for (ChatRoom room : rooms) {
      long more = messages.getOrDefault(room.id(), 0L);
      if (!places.isEmpty() && all + more / 2 > rows) {
        shares.add(new Share(places, all));
        places.clear();
        all = 0;
      }
      places.add(new Place(room.id(), folders.of(room)));
      all += more;
    }
    if (!places.isEmpty()) {
      shares.add(new Share(places, all));
    }
    return shares;
  }

  /** How many messages rooms have, those too that have not the words that are looked for. */
  private static Map<String, Long> messages(Handle snapshot, ChatWish wish) {
    Map<String, Long> messages = new HashMap<>();
    Narrowing cheap = new Narrowing(wish.people(), List.of(), wish.base());
    snapshot
        .createQuery(
            "SELECT room_id, count(*) AS messages FROM chat_message WHERE "
                + ChatExtent.where(wish)
                + cheap.messages()
                + " GROUP BY room_id")
        .map((row, context) -> Map.entry(row.getString("room_id"), row.getLong("messages")))
        .forEach(room -> messages.put(room.getKey(), room.getValue()));
    return messages;
  }
}
