package io.roomledger.chat;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.Heading;
import io.roomledger.export.Item;
import io.roomledger.export.RecordSource;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Caller;
import io.roomledger.store.ObjectStore;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The messages of one chat room, for export: in the order {@code (sent_at, id)}, then the files
 * that came with them. The selection {@code room} is the room's id; {@link ChatRooms#resolve} finds
 * the id to a name.
 *
 * <p>Files whose bytes are missing become gaps, with the reason.
 */
public final class ChatTranscript implements RecordSource<ChatLine> {
  private final Database database;
  private final Accounts accounts;
  private final ObjectStore store;
  private final RoomRights rights;

  public ChatTranscript(Database database, Accounts accounts, ObjectStore store) {
    this.database = database;
    this.accounts = accounts;
    this.store = store;
    this.rights = new RoomRights(accounts);
  }

  @Override
  public String kind() {
    return "chat";
  }

  /**
   * Refuses who lacks {@code mail-messages} in the organisation and in that room, then an unknown
   * room, then who may not read it.
   */
  @Override
  public void authorise(Caller caller, ExportOrder order) {
    String roomId = order.selection().need("room");
    database.jdbi().useHandle(handle -> rights.exportable(handle, caller, roomId));
  }

  @Override
  public String folder() {
    return "assets";
  }

  @Override
  public Heading heading(Handle snapshot, ExportOrder order) {
    ChatRoom room = room(snapshot, order);
    List<Heading.Fact> facts = new ArrayList<>();
    facts.add(new Heading.Fact("Room id", room.id()));
    add(facts, "Room name", room.name());
    add(facts, "Topic", room.topic());
    add(facts, "Description", room.description());
    facts.add(new Heading.Fact("Members", "" + RoomRows.memberCount(snapshot, room.id())));
    return new Heading(room.label(), fileBase(room, order.recipe()), order.period(), facts);
  }

  /** The room's id for people's pages, its name for programs, as Rocket.Chat names them. */
  private static String fileBase(ChatRoom room, String recipe) {
    boolean named = room.kind() != RoomKind.DIRECT && !room.name().isEmpty();
    return named && !recipe.endsWith(".html") ? FileNames.safe(room.name()) : room.id();
  }

  private static void add(List<Heading.Fact> facts, String name, String value) {
    if (!value.isEmpty()) {
      facts.add(new Heading.Fact(name, value));
    }
  }

  @Override
  public long count(Handle snapshot, ExportOrder order) {
    return new ChatCopy(room(snapshot, order).id(), order.period()).count(snapshot);
  }

  @Override
  public void pour(Handle snapshot, ExportOrder order, Basin<ChatLine> basin)
      throws IOException, SQLException {
    ChatCopy copy = new ChatCopy(room(snapshot, order).id(), order.period());
    AuthorNames names = AuthorNames.of(snapshot, accounts, copy.people(snapshot));
    TranscriptReader lines = new TranscriptReader(names, store);
    try (CopyReader reader = copy.start(snapshot)) {
      while (reader.next()) {
        ChatLine line = lines.read(reader);
        basin.row(line.id(), line.sentAt(), line);
      }
    }
    copy.eachFile(snapshot, (file, thumb) -> pourFile(file, thumb, basin));
  }

  private void pourFile(ChatFile file, Optional<Picture.Thumb> thumb, Basin<ChatLine> basin)
      throws IOException {
    Optional<ObjectStore.StoredObject> object =
        file.missing().isEmpty() ? store.find(file.storeKey()) : Optional.empty();
    if (object.isPresent()) {
      basin.item(
          new Item.Attachment(file.id(), file.path(), file.mediaType(), object.get().content()));
    } else {
      String reason = file.missing().isEmpty() ? TranscriptReader.LOST : file.missing();
      basin.item(new Item.Gap(file.id(), "file " + file.name(), reason));
    }
    if (thumb.isPresent()) {
      pourThumb(file, thumb.get(), basin);
    }
  }

  /** A thumbnail that is lost takes nothing from anybody: the picture itself is there. */
  private void pourThumb(ChatFile file, Picture.Thumb thumb, Basin<ChatLine> basin)
      throws IOException {
    Optional<ObjectStore.StoredObject> small = store.find(thumb.storeKey());
    if (small.isPresent()) {
      basin.item(
          new Item.Attachment(
              file.id(), FileView.path(thumb), thumb.mediaType(), small.get().content()));
    }
  }

  private static ChatRoom room(Handle snapshot, ExportOrder order) {
    String roomId = order.selection().need("room");
    return RoomRows.find(snapshot, roomId)
        .orElseThrow(
            () -> new RefusedException(new Refusal.NotFound(Refusal.Thing.CHAT_ROOM, roomId)));
  }
}
