package io.roomledger.chat;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.Heading;
import io.roomledger.export.RecordSource;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Caller;
import io.roomledger.store.ObjectStore;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
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
    return ChatCopy.ofRoom(room(snapshot, order).id(), order.period()).count(snapshot);
  }

  @Override
  public void pour(Handle snapshot, ExportOrder order, Basin<ChatLine> basin)
      throws IOException, SQLException {
    ChatCopy copy = ChatCopy.ofRoom(room(snapshot, order).id(), order.period());
    AuthorNames names = AuthorNames.of(snapshot, accounts, copy.people(snapshot));
    TranscriptReader lines = new TranscriptReader(names, store);
    try (CopyReader reader = copy.start(snapshot)) {
      while (reader.next()) {
        ChatLine line = lines.read(reader);
        basin.row(line.id(), line.sentAt(), line);
      }
    }
    new TranscriptFiles(store).pour(snapshot, copy, basin);
  }

  private static ChatRoom room(Handle snapshot, ExportOrder order) {
    String roomId = order.selection().need("room");
    return RoomRows.find(snapshot, roomId)
        .orElseThrow(
            () -> new RefusedException(new Refusal.NotFound(Refusal.Thing.CHAT_ROOM, roomId)));
  }
}
