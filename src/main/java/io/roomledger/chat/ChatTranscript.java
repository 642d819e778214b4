package io.roomledger.chat;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.Extent;
import io.roomledger.export.Filters;
import io.roomledger.export.Heading;
import io.roomledger.export.NamedPeople;
import io.roomledger.export.RecordSource;
import io.roomledger.export.Selection;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Permissions;
import io.roomledger.store.ObjectStore;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * The messages of chat rooms, for export: of each room in the order {@code (sent_at, id)}, then the
 * files that came with them. The selection {@code room} is the room's id, or the ids of several,
 * each of which gets a part of its own; {@link ChatRooms#resolve} finds the id to a name. {@code
 * workspace} set to {@code true} is every room of the organisation. {@code person, words, names,
 * attachments} and {@code since} narrow what is told and how.
 *
 * <p>Files whose bytes are missing become gaps, with the reason.
 */
public final class ChatTranscript implements RecordSource<ChatLine> {
  private final Database database;
  private final Accounts accounts;
  private final ObjectStore store;
  private final RoomRights rights;
  private final NamedPeople people;
  private final Function<ChatFile, String> address;
  private final KnownRoom.Last known = new KnownRoom.Last();

  /**
   * Opens the source.
   *
   * @param address where a file can be had from this server, for orders that want links only
   */
  public ChatTranscript(
      Database database, Accounts accounts, ObjectStore store, Function<ChatFile, String> address) {
    this.database = database;
    this.accounts = accounts;
    this.store = store;
    this.rights = new RoomRights(accounts);
    this.people = new NamedPeople(accounts);
    this.address = address;
  }

  @Override
  public String kind() {
    return "chat";
  }

  @Override
  public Filters filters() {
    return ChatWish.FILTERS;
  }

  /** People by id; a room that is named twice is meant once; whose workspace it is. */
  @Override
  public Selection settled(Caller caller, Selection selection) {
    Selection settled = people.settled(caller, selection);
    List<String> rooms = settled.many(ChatWish.ROOM);
    if (!rooms.isEmpty()) {
      settled = settled.and(ChatWish.ROOM, rooms.stream().distinct().toList());
    }
    return settled.flag(ChatWish.WORKSPACE)
        ? settled.and(ChatWish.ORGANISATION, caller.organisation())
        : settled;
  }

  /**
   * Refuses who lacks {@code mail-messages} in the organisation and in that room, then an unknown
   * room, then who may not read it; and of a whole workspace who lacks {@link
   * Permissions#EXPORT_WORKSPACE}.
   */
  @Override
  public void authorise(Caller caller, ExportOrder order) {
    Selection selection = order.selection();
    List<String> rooms = selection.many(ChatWish.ROOM);
    if (selection.flag(ChatWish.WORKSPACE)) {
      if (!rooms.isEmpty()) {
        throw new RefusedException(
            new Refusal.Invalid(ChatWish.ROOM, rooms.size() + " values", "none with workspace"));
      }
      caller.needScope(RoomRights.SCOPE);
      caller.needPermission(Permissions.EXPORT_WORKSPACE);
      if (!selection.need(ChatWish.ORGANISATION).equals(caller.organisation())) {
        throw new RefusedException(new Refusal.Forbidden(Refusal.Right.RELATION, "organisation"));
      }
      return;
    }
    String _ = selection.need(ChatWish.ROOM);
    database
        .jdbi()
        .useHandle(handle ->
            rooms.forEach(room -> {
              ChatRoom _ = rights.exportable(handle, caller, room);
            }));
  }

  @Override
  public String folder() {
    return "assets";
  }

  /** The ids of the rooms. */
  @Override
  public List<String> scope(Handle snapshot, ExportOrder order) {
    return rooms(snapshot, ChatWish.of(snapshot, order)).stream().map(ChatRoom::id).toList();
  }

  @Override
  public Heading heading(Handle snapshot, ExportOrder order) {
    ChatWish wish = ChatWish.of(snapshot, order);
    List<ChatRoom> rooms = rooms(snapshot, wish);
    ChatHeadings headings = new ChatHeadings(snapshot, order);
    return wish.single()
        ? headings.room(rooms.getFirst(), disguise(wish))
        : headings.all(rooms.size());
  }

  @Override
  public long count(Handle snapshot, ExportOrder order) {
    ChatWish wish = ChatWish.of(snapshot, order);
    long all = 0;
    for (ChatRoom room : withGone(snapshot, wish)) {
      all += wish.copy(room.id()).count(snapshot);
    }
    return all;
  }

  @Override
  public Extent foreseen(Handle snapshot, ExportOrder order) {
    ChatWish wish = ChatWish.of(snapshot, order);
    return wish.base().isPresent()
        ? Extent.exactly(count(snapshot, order))
        : ChatExtent.of(snapshot, wish);
  }

  @Override
  public Extent extent(Handle handle, ExportOrder order) {
    return ChatExtent.of(handle, ChatWish.of(handle, order));
  }

  @Override
  public void pour(Handle snapshot, ExportOrder order, Basin<ChatLine> basin)
      throws IOException, SQLException {
    ChatWish wish = ChatWish.of(snapshot, order);
    Disguise disguise = disguise(wish);
    RoomPouring pouring = pouring(snapshot, wish, disguise);
    if (wish.single()) {
      pouring.pour(wish.copy(wish.rooms().getFirst()), basin);
      return;
    }
    PartFolders folders = new PartFolders();
    ChatHeadings headings = new ChatHeadings(snapshot, order);
    for (ChatRoom room : withGone(snapshot, wish)) {
      ChatCopy copy = wish.copy(room.id());
      // since an earlier export, a room in which nothing changed has nothing to tell
      if (wish.base().isEmpty() || copy.count(snapshot) > 0) {
        Heading heading = headings.room(room, disguise);
        basin.part(new Part(room.id(), folders.of(room), heading));
        pouring.pour(copy, basin);
      }
    }
  }

  private RoomPouring pouring(Handle snapshot, ChatWish wish, Disguise disguise) {
    return new RoomPouring(
        snapshot, new RoomPouring.House(accounts, store, address), wish, disguise);
  }

  /**
   * By rooms, and a large one by time. Where names are replaced, who is called what depends on all
   * that came before; since an earlier export there is little to tell, and nobody knows of which
   * rooms before they are read.
   */
  @Override
  public List<Share> shares(Handle snapshot, ExportOrder order, Sizes sizes) {
    ChatWish wish = ChatWish.of(snapshot, order);
    return wish.renamed() || wish.base().isPresent()
        ? List.of()
        : ChatShares.of(snapshot, wish, rooms(snapshot, wish), sizes);
  }

  @Override
  public Optional<Part> part(Handle snapshot, ExportOrder order, Place place) {
    if (place.folder().isEmpty()) {
      return Optional.empty();
    }
    ChatHeadings headings = new ChatHeadings(snapshot, order);
    Heading heading = headings.room(room(snapshot, place.id()), Disguise.ofNobody());
    return Optional.of(new Part(place.id(), place.folder(), heading));
  }

  @Override
  public void pour(Handle snapshot, ExportOrder order, Share share, Basin<ChatLine> basin)
      throws IOException, SQLException {
    ChatWish wish = ChatWish.of(snapshot, order);
    RoomPouring pouring = pouring(snapshot, wish, Disguise.ofNobody());
    for (Place place : share.parts()) {
      Optional<Part> part = part(snapshot, order, place);
      if (part.isPresent()) {
        basin.part(part.get());
      }
      ChatCopy copy = wish.copy(place.id());
      Stretch stretch = place.stretch();
      if (stretch == null) {
        pouring.pour(copy, basin);
      } else {
        ChatStretch some = ChatStretch.parse(stretch.where());
        pouring.pour(some, stretch.before(), known.of(some, copy, pouring), basin);
      }
    }
  }

  /** The rooms, and those that an earlier export had and that were deleted since. */
  private static List<ChatRoom> withGone(Handle snapshot, ChatWish wish) {
    List<ChatRoom> all = new ArrayList<>(rooms(snapshot, wish));
    wish.base()
        .ifPresent(base -> {
          Set<String> gone = new LinkedHashSet<>(base.scope());
          all.forEach(room -> gone.remove(room.id()));
          all.addAll(RoomRows.gone(snapshot, gone));
        });
    return all;
  }

  private static Disguise disguise(ChatWish wish) {
    return wish.renamed() ? Disguise.ofAll() : Disguise.ofNobody();
  }

  private static List<ChatRoom> rooms(Handle snapshot, ChatWish wish) {
    return wish.organisation().isPresent()
        ? RoomRows.all(snapshot, wish.organisation().get())
        : wish.rooms().stream().map(id -> room(snapshot, id)).toList();
  }

  private static ChatRoom room(Handle snapshot, String roomId) {
    return RoomRows.find(snapshot, roomId)
        .orElseThrow(
            () -> new RefusedException(new Refusal.NotFound(Refusal.Thing.CHAT_ROOM, roomId)));
  }
}
