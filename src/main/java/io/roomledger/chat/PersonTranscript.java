package io.roomledger.chat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.InMemory;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.Filter;
import io.roomledger.export.Filters;
import io.roomledger.export.Heading;
import io.roomledger.export.Item;
import io.roomledger.export.RecordSource;
import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Caller;
import io.roomledger.retention.KeptKind;
import io.roomledger.retention.Removed;
import io.roomledger.store.ObjectStore;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * What one person wrote, in all rooms, for themselves: room by room, each in the order {@code
 * (sent_at, id)}, then the files that came with it, then {@code user.json}, who they are, and
 * {@code channels.json}, the rooms they are in. Everybody else has another name, see {@link
 * Disguise}. The selection {@code account} is the person's id; nobody but they and the operator may
 * order it.
 */
public final class PersonTranscript implements RecordSource<PersonLine> {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Accounts accounts;
  private final ObjectStore store;

  public PersonTranscript(Accounts accounts, ObjectStore store) {
    this.accounts = accounts;
    this.store = store;
  }

  @Override
  public String kind() {
    return "chat-person";
  }

  @Override
  public Filters filters() {
    return Filters.of(Filter.text("account", "", "the id of an account"));
  }

  @Override
  public String folder() {
    return "assets";
  }

  /** Refuses everybody but the person themselves and the operator. */
  @Override
  public void authorise(Caller caller, ExportOrder order) {
    caller.needScope(RoomRights.SCOPE);
    String id = order.selection().need("account");
    boolean self =
        caller instanceof Caller.Operator
            || (caller instanceof Caller.Person person && person.account().id().equals(id));
    if (!self) {
      throw new RefusedException(new Refusal.Forbidden(Refusal.Right.RELATION, "self"));
    }
    Account _ =
        accounts
            .find(id)
            .filter(account -> account.organisation().equals(caller.organisation()))
            .orElseThrow(() -> unknown(id));
  }

  @Override
  public Heading heading(Handle snapshot, ExportOrder order) {
    Account account = account(snapshot, order);
    List<Heading.Fact> facts = new ArrayList<>();
    facts.add(new Heading.Fact("User id", account.id()));
    facts.add(new Heading.Fact("User name", account.username()));
    account.email().ifPresent(email -> facts.add(new Heading.Fact("Mail", email)));
    facts.add(new Heading.Fact("Rooms", "" + PersonRows.rooms(snapshot, account.id()).size()));
    String title = account.name().isBlank() ? account.username() : account.name();
    return new Heading(title, "messages", order.period(), facts);
  }

  @Override
  public long count(Handle snapshot, ExportOrder order) {
    return copy(snapshot, order).count(snapshot);
  }

  @Override
  public void pour(Handle snapshot, ExportOrder order, Basin<PersonLine> basin)
      throws IOException, SQLException {
    Account account = account(snapshot, order);
    ChatCopy copy = copy(snapshot, order);
    RoomsById rooms = new RoomsById(snapshot, account.id());
    TranscriptReader lines =
        new TranscriptReader(AuthorNames.of(snapshot, accounts, copy.people(snapshot)), store);
    Disguise disguise = Disguise.ofAllBut(account);
    String room = "";
    try (CopyReader reader = copy.start(snapshot)) {
      while (reader.next()) {
        ChatLine line = disguise.of(lines.read(reader));
        if (!lines.room().equals(room)) {
          room = lines.room();
          basin.item(new Item.Section(rooms.label(room)));
        }
        basin.row(line.id(), line.sentAt(), new PersonLine(line, rooms.get(room)));
      }
    }
    new TranscriptFiles(store, FilePlace.INCLUDE).pour(snapshot, copy, basin);
    KeptKind kind = KeptKind.MESSAGES;
    Optional<Removed> removed =
        Removed.ofAll(snapshot, kind, account.organisation(), order.period());
    if (removed.isPresent()) {
      basin.item(new Item.Gap("", kind.key(), removed.get().words(kind) + ", maybe some of these"));
    }
    basin.item(attachment("user.json", profile(account)));
    basin.item(attachment("channels.json", rooms(snapshot, account)));
  }

  private ChatCopy copy(Handle snapshot, ExportOrder order) {
    return ChatCopy.ofAuthor(account(snapshot, order).id(), order.period());
  }

  private Account account(Handle snapshot, ExportOrder order) {
    String id = order.selection().need("account");
    Account found = accounts.find(snapshot, List.of(id)).get(id);
    if (found == null) {
      throw unknown(id);
    }
    return found;
  }

  private static ObjectNode profile(Account account) {
    ObjectNode json = JSON.createObjectNode();
    json.put("_id", account.id()).put("username", account.username()).put("name", account.name());
    ArrayNode emails = json.putArray("emails");
    account.email().ifPresent(email -> emails.addObject().put("address", email));
    return json.put("department", account.department()).put("active", account.active());
  }

  private static ArrayNode rooms(Handle snapshot, Account account) {
    ArrayNode json = JSON.createArrayNode();
    for (PersonRows.Place place : PersonRows.rooms(snapshot, account.id())) {
      ObjectNode one = json.addObject();
      one.put("roomId", place.room().id()).put("roomName", place.room().name());
      one.put("type", place.room().kind().letter());
      one.put("joinedAt", place.membership().joinedAt().toString());
      ArrayNode roles = one.putArray("roles");
      place.membership().roles().forEach(roles::add);
    }
    return json;
  }

  private static Item attachment(String path, Object json) throws IOException {
    byte[] bytes = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
    return new Item.Attachment(path, path, "application/json", new InMemory(bytes));
  }

  private static RefusedException unknown(String id) {
    return new RefusedException(new Refusal.NotFound(Refusal.Thing.ACCOUNT, id));
  }
}
