package io.roomledger.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.roomledger.base.Content;
import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.Item;
import io.roomledger.export.RecordSource;
import io.roomledger.export.RecordSourceContract;
import io.roomledger.export.Selection;
import io.roomledger.identity.Account;
import io.roomledger.identity.Caller;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChatTranscriptTest extends RecordSourceContract<ChatLine> {
  @TempDir Path folder;
  private ChatHouse house;
  private Account admin;
  private Account ann;
  private ChatRoom room;

  @BeforeEach
  void open() {
    house = new ChatHouse(folder);
    admin = house.person("admin", "admin", "user");
    ann = house.person("ann", "user");
    room = house.room(RoomKind.CHANNEL, "general", ann);
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Override
  protected Database database() {
    return house.database;
  }

  @Override
  protected RecordSource<ChatLine> source() {
    return house.transcript;
  }

  @Override
  protected ExportOrder order(Period period) {
    return order("rocketchat.json", period, room.id());
  }

  private static ExportOrder order(String recipe, Period period, String roomId) {
    return new ExportOrder(
        recipe, period, Selection.of("room", roomId), "export.zip", Optional.empty());
  }

  @Override
  protected Caller insider() {
    return house.caller(admin);
  }

  @Override
  protected Caller stranger() {
    return house.caller(ann);
  }

  @Override
  protected String add(Instant at) {
    return house.said(room, ann, at, "hello").id();
  }

  @Override
  protected void remove(String id) {
    try {
      house.messages.delete(house.operator, id);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Refusal refusal(Caller caller, String roomId) {
    try {
      source().authorise(caller, order("rocketchat.json", Period.ALWAYS, roomId));
    } catch (RefusedException e) {
      return e.refusal();
    }
    throw new AssertionError("not refused");
  }

  @Test
  void permissionIsLookedAtBeforeTheRoom() {
    Refusal.Forbidden noPermission =
        new Refusal.Forbidden(Refusal.Right.PERMISSION, "mail-messages");
    assertThat(refusal(house.caller(ann), "no-such-room-here")).isEqualTo(noPermission);
    assertThat(refusal(house.caller(admin), "no-such-room-here"))
        .isEqualTo(new Refusal.NotFound(Refusal.Thing.CHAT_ROOM, "no-such-room-here"));
  }

  @Test
  void administratorWhoIsNotInAPrivateRoomIsRefused() {
    ChatRoom secret = house.room(RoomKind.PRIVATE, "secret", ann);
    assertThat(refusal(house.caller(admin), secret.id()))
        .isEqualTo(new Refusal.Forbidden(Refusal.Right.RELATION, "member"));
    source().authorise(house.operator, order("rocketchat.json", Period.ALWAYS, secret.id()));
  }

  @Test
  void roleInThatVeryRoomCarriesThePermissionThereOnly() {
    house.accounts.grant(Membership.OWNER, "mail-messages");
    ChatRoom other = house.room(RoomKind.CHANNEL, "other", admin, ann);
    source().authorise(house.caller(ann), order(Period.ALWAYS));
    assertThat(refusal(house.caller(ann), other.id())).isInstanceOf(Refusal.Forbidden.class);
  }

  @Test
  void roomOfAnotherOrganisationIsNotThere() {
    Caller.Operator stranger = new Caller.Operator("elsewhere");
    assertThat(refusal(stranger, room.id())).isInstanceOf(Refusal.NotFound.class);
  }

  @Test
  void everyRefusalIsAuditedWithWhoWhatAndWhy() {
    ChatRoom secret = house.room(RoomKind.PRIVATE, "secret", ann);
    assertThatThrownBy(() -> house.rooms.exportable(house.caller(admin), secret.id()))
        .isInstanceOf(RefusedException.class);
    RoomMail mail = new RoomMail(room.id(), List.of("m"), List.of("ann"), List.of(), "");
    assertThatThrownBy(() -> house.rooms.mail(house.caller(ann), mail))
        .isInstanceOf(RefusedException.class);

    assertThat(
            house
                .database
                .jdbi()
                .withHandle(handle ->
                    house.audit.list(
                        handle,
                        house.operator,
                        io.roomledger.audit.AuditFilter.ALL,
                        Optional.empty(),
                        2))
                .items())
        .extracting(
            row -> row.actor(), row -> row.action(), row -> row.subject(), row -> row.details())
        .containsExactly(
            tuple(
                "account:" + ann.id(),
                "chat.export-refused",
                "chat-room:" + room.id(),
                java.util.Map.of(
                    "reason", "not allowed: the caller lacks the permission mail-messages")),
            tuple(
                "account:" + admin.id(),
                "chat.export-refused",
                "chat-room:" + secret.id(),
                java.util.Map.of("reason", "not allowed: the caller lacks the relation member")));
  }

  @Test
  void orderWithoutARoomIsRefused() {
    ExportOrder order =
        new ExportOrder(
            "rocketchat.json",
            Period.ALWAYS,
            Selection.of("chat", room.id()),
            "export.zip",
            Optional.empty());
    assertThatThrownBy(() -> source().authorise(insider(), order))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("room: missing");
  }

  @Test
  void lineSaysEverythingThatWasSaid() {
    Message first = house.said(room, ann, NOON, "first\nsecond 🎉");
    Message reply =
        house.messages.post(
            house.caller(admin), new Draft(room.id(), "ja", Optional.of(first.id()), false));
    house.messages.react(house.caller(ann), reply.id(), "tada", true);
    house.messages.react(house.caller(admin), reply.id(), "tada", true);
    house.messages.edit(house.caller(admin), reply.id(), "yes");
    List<Poured<ChatLine>> poured = pour(Period.ALWAYS);
    ChatLine line =
        poured.stream().filter(p -> p.id().equals(reply.id())).findFirst().orElseThrow().row();
    assertThat(line)
        .isEqualTo(
            new ChatLine(
                reply.id(),
                ChatHouse.NOW,
                "admin",
                "ADMIN",
                "yes",
                "",
                ChatHouse.NOW,
                first.id(),
                List.of(new Reaction(":tada:", List.of("ann", "admin"))),
                List.of(),
                new LineContext(
                    admin.id(),
                    "admin",
                    Optional.empty(),
                    false,
                    0,
                    Optional.empty(),
                    List.of(),
                    "",
                    List.of())));
    assertThat(poured)
        .filteredOn(p -> p.id().equals(first.id()))
        .extracting(p -> p.row().context().replies(), p -> p.row().context().repliedAt())
        .containsExactly(tuple(1L, Optional.of(ChatHouse.NOW)));
    assertThat(poured)
        .filteredOn(p -> p.id().equals(first.id()))
        .extracting(p -> p.row().text())
        .containsExactly("first\nsecond 🎉");
  }

  @Test
  void filesComeAfterTheRowsUnderSafeNames() throws IOException {
    Message message = house.said(room, ann, NOON, "look");
    ChatFile file =
        house.messages.attach(
            house.caller(ann), message.id(), "../../etc/pass wd.txt", "text/plain", bytes("hi"));
    List<Item> items = items(Period.ALWAYS);
    assertThat(items).hasSize(1);
    Item.Attachment attachment = (Item.Attachment) items.getFirst();
    assertThat(attachment.path()).isEqualTo("assets/" + file.id() + "-_.._etc_pass wd.txt");
    assertThat(attachment.content().open(0)).hasContent("hi");
    assertThat(pour(Period.ALWAYS).getFirst().row().files()).containsExactly(file);
  }

  @Test
  void fileThatTheStoreHasLostIsAGap() throws IOException {
    Message message = house.said(room, ann, NOON, "look");
    ChatFile file =
        house.messages.attach(
            house.caller(ann), message.id(), "cat.png", "image/png", bytes("meow"));
    house.store.delete(file.storeKey());
    assertThat(items(Period.ALWAYS))
        .containsExactly(
            new Item.Gap(file.id(), "file cat.png", "its bytes are no longer in the object store"));
    assertThat(pour(Period.ALWAYS).getFirst().row().files().getFirst().missing()).isNotEmpty();
  }

  @Test
  void pagesForPeopleAreNamedByIdAndFilesForProgramsByName() {
    assertThat(fileBase("rocketchat.html", room)).isEqualTo(room.id());
    assertThat(fileBase("rocketchat.json", room)).isEqualTo("general");
    ChatRoom direct = house.room(RoomKind.DIRECT, "", ann, admin);
    assertThat(fileBase("rocketchat.json", direct)).isEqualTo(direct.id());
    ChatRoom strange = house.room(RoomKind.CHANNEL, "a/../b", ann);
    assertThat(fileBase("chat.csv", strange)).isEqualTo("a_.._b");
  }

  private String fileBase(String recipe, ChatRoom of) {
    return snapshot(
        handle -> source().heading(handle, order(recipe, Period.ALWAYS, of.id())).fileBase());
  }

  private static Content bytes(String text) {
    byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return new Content() {
      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public InputStream open(long position) {
        return new ByteArrayInputStream(bytes, (int) position, bytes.length - (int) position);
      }
    };
  }
}
