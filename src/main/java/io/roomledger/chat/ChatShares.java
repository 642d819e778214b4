package io.roomledger.chat;

import io.roomledger.base.Ids;
import io.roomledger.export.RecordSource;
import io.roomledger.export.RecordSource.Place;
import io.roomledger.export.RecordSource.Share;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Which rooms of an order, and which stretches of a large one, one server tells together. */
final class ChatShares {
  /** Of several rooms one is cut that is as large as so many stretches: a whole one costs less. */
  private static final int LARGE = 4;

  /** Of how many rooms the statistics are asked. */
  private static final int MOST_PLANNED = 300;

  private final Handle snapshot;
  private final ChatWish wish;
  private final RecordSource.Sizes sizes;
  private final List<Share> shares = new ArrayList<>();
  private final List<Place> places = new ArrayList<>();
  private long all;

  private ChatShares(Handle snapshot, ChatWish wish, RecordSource.Sizes sizes) {
    this.snapshot = snapshot;
    this.wish = wish;
    this.sizes = sizes;
  }

  /** The rooms in shares, in their order. */
  static List<Share> of(
      Handle snapshot, ChatWish wish, List<ChatRoom> rooms, RecordSource.Sizes sizes) {
    ChatShares shares = new ChatShares(snapshot, wish, sizes);
    Map<String, Long> messages = messages(snapshot, wish, rooms);
    PartFolders folders = new PartFolders();
    for (ChatRoom room : rooms) {
      String folder = wish.single() ? "" : folders.of(room);
      shares.add(new Place(room.id(), folder, null), messages.getOrDefault(room.id(), 0L));
    }
    shares.endWhole();
    return shares.shares;
  }

  private void add(Place place, long messages) {
    if (large(messages)) {
      endWhole();
      cut(place, messages);
      return;
    }
    if (!places.isEmpty() && all + messages / 2 > sizes.rows()) {
      endWhole();
    }
    places.add(place);
    all += messages;
  }

  private void endWhole() {
    if (!places.isEmpty()) {
      shares.add(new Share(places, all));
      places.clear();
      all = 0;
    }
  }

  /** What is told of some messages only is soon told. */
  private boolean large(long messages) {
    return sizes.stretch() > 0
        && wish.words().isEmpty()
        && wish.people().isEmpty()
        && messages > (wish.single() ? 1 : LARGE) * sizes.stretch();
  }

  private void cut(Place place, long messages) {
    ChatCopy copy = wish.copy(place.id());
    boolean replies = copy.hasReplies(snapshot);
    RoomCuts cuts = new RoomCuts(snapshot, copy);
    boolean files = wish.files() != FilePlace.LEAVE && cuts.files();
    String room = Ids.random();
    String after = "";
    long before = 0;
    for (MessageKey cut : cuts.cuts(sizes.stretch())) {
      ChatStretch stretch = new ChatStretch(room, after, cut.text(), replies, files);
      shares.add(share(place, stretch, before, sizes.stretch()));
      after = cut.text();
      before += sizes.stretch();
    }
    ChatStretch last = new ChatStretch(room, after, "", replies, files);
    shares.add(share(place, last, before, Math.clamp(messages - before, 1, sizes.stretch())));
  }

  private static Share share(Place place, ChatStretch stretch, long before, long rows) {
    RecordSource.Stretch which =
        new RecordSource.Stretch(before, stretch.upTo().isEmpty(), stretch.text());
    return new Share(List.of(new Place(place.id(), place.folder(), which)), rows);
  }

  /**
   * About how many messages rooms have, those too that have not the words that are looked for. The
   * statistics say it, unless there are so many rooms, or so few messages, that counting is not
   * dearer: then they may also know nothing yet.
   */
  private static Map<String, Long> messages(Handle snapshot, ChatWish wish, List<ChatRoom> rooms) {
    Map<String, Long> messages = new HashMap<>();
    if (rooms.size() <= MOST_PLANNED) {
      rooms.forEach(room -> messages.put(room.id(), ChatExtent.planned(snapshot, wish, room.id())));
      if (messages.values().stream().mapToLong(Long::longValue).sum() > ChatExtent.BOUND) {
        return messages;
      }
      messages.clear();
    }
    snapshot
        .createQuery(
            "SELECT room_id, count(*) AS messages" + ChatExtent.among(wish) + " GROUP BY room_id")
        .map((row, context) -> Map.entry(row.getString("room_id"), row.getLong("messages")))
        .forEach(room -> messages.put(room.getKey(), room.getValue()));
    return messages;
  }
}
