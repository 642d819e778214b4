package io.roomledger.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roomledger.base.Period;
import io.roomledger.base.RefusedException;
import io.roomledger.export.ExportJob;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.Exports;
import io.roomledger.export.Recipe;
import io.roomledger.export.Selection;
import io.roomledger.export.Verification;
import io.roomledger.export.format.CsvFormat;
import io.roomledger.export.format.HtmlFormat;
import io.roomledger.export.format.JsonLinesFormat;
import io.roomledger.export.format.TextFormat;
import io.roomledger.export.format.XlsxFormat;
import io.roomledger.identity.Account;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * A room with two people, exports of chat in every format, and how to look into what comes of them.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class ChatOrdersHouse {
  static final Instant NOON = Instant.parse("2024-03-15T12:00:00Z");
  static final Period DAY = new Period(NOON, NOON.plusSeconds(3600));

  Path folder;
  ChatHouse house;
  Exports exports;
  Account ann;
  Account bob;
  ChatRoom room;
  int rooms;

  @BeforeAll
  void open(@TempDir Path temp) {
    folder = temp;
    house = new ChatHouse(temp.resolve("store"));
    exports =
        house.exports(
            List.of(
                recipe("chat.html", new HtmlFormat()),
                recipe("chat.json", new JsonLinesFormat()),
                recipe("chat.csv", new CsvFormat()),
                recipe("chat.xlsx", new XlsxFormat()),
                recipe("chat.text", new TextFormat())));
    ann = house.person("ann", "user");
    bob = house.person("bob", "user");
  }

  Recipe<ChatLine> recipe(String name, io.roomledger.export.Format format) {
    return new Recipe<>(name, house.transcript, ChatSheet.SHEET, format, true);
  }

  @AfterAll
  void close() {
    exports.close();
    house.close();
  }

  @BeforeEach
  void room() {
    room = house.room(RoomKind.CHANNEL, "room" + ++rooms, ann, bob);
  }

  Selection of() {
    return Selection.of("room", room.id());
  }

  Selection since(ExportJob base) {
    return base.order().selection().and("since", "" + base.id());
  }

  Message message(Account author, int second, String text) {
    return house.said(room, author, NOON.plusSeconds(second), text);
  }

  String said(Account author, int second, String text) {
    return message(author, second, text).id();
  }

  void edit(String id, String text) {
    run("UPDATE chat_message SET text = ?, edited_at = now() WHERE id = ?", text, id);
  }

  void delete(String id) {
    house
        .database
        .jdbi()
        .useTransaction(handle -> MessageRows.bury(handle, id, Instant.now(), ann.id()));
  }

  void run(String sql, Object... values) {
    int _ =
        house.database.jdbi().<Integer, RuntimeException>withHandle(h -> h.execute(sql, values));
  }

  static ExportOrder order(String recipe, Selection selection) {
    return new ExportOrder(recipe, DAY, selection, "export.zip", Optional.empty());
  }

  String refused(Selection selection) {
    try {
      long id = exports.order(house.operator, order("chat.json", selection)).id();
      throw new AssertionError("not refused: " + id);
    } catch (RefusedException refused) {
      return String.valueOf(refused.getMessage());
    }
  }

  ExportJob done(String recipe, Selection selection) {
    long id = exports.order(house.operator, order(recipe, selection)).id();
    house.jobs.runAll();
    ExportJob export = exports.get(house.operator, id);
    assertThat(export.result()).as(export.reason()).isPresent();
    return export;
  }

  List<String> ids(ExportJob export) throws IOException {
    List<String> ids = new ArrayList<>();
    for (JsonNode line : lines(export)) {
      ids.add(line.path("id").asText());
    }
    return ids;
  }

  List<String> changes(ExportJob export) throws IOException {
    List<String> changes = new ArrayList<>();
    for (JsonNode line : lines(export)) {
      changes.add(line.path("change").asText() + " " + line.path("id").asText());
      assertThat(line.path("change").asText().equals("deleted")).isEqualTo(line.has("deletedAt"));
    }
    return changes;
  }

  /** The lines of the rooms, not those of a list of parts. */
  List<JsonNode> lines(ExportJob export) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String name : names(export)) {
      boolean index = name.equals("rooms.json") || name.equals("manifest.json");
      if (name.endsWith(".json") && !index) {
        for (String line : entry(export, name).split("\n", -1)) {
          if (!line.isEmpty()) {
            lines.add(new ObjectMapper().readTree(line));
          }
        }
      }
    }
    return lines;
  }

  JsonNode manifest(ExportJob export) throws IOException {
    return new ObjectMapper().readTree(entry(export, "manifest.json"));
  }

  List<String> names(ExportJob export) throws IOException {
    try (ZipFile zip = new ZipFile(file(export).toFile())) {
      return zip.stream().map(ZipEntry::getName).toList();
    }
  }

  String entry(ExportJob export, String name) throws IOException {
    try (ZipFile zip = new ZipFile(file(export).toFile());
        InputStream in = zip.getInputStream(zip.getEntry(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Everything in it but what is told of the order, as text. */
  String text(ExportJob export) throws IOException {
    StringBuilder all = new StringBuilder();
    for (String name : names(export)) {
      all.append(name).append('\n');
      if (!name.startsWith("manifest.") && !name.endsWith("/")) {
        all.append(entry(export, name)).append('\n');
      }
    }
    return all.toString();
  }

  /** The file, which must be what its manifest says. */
  Path file(ExportJob export) throws IOException {
    Path file = folder.resolve(export.id() + ".zip");
    if (!Files.exists(file)) {
      try (InputStream in = exports.open(house.operator, export.id()).content().open(0)) {
        long _ = Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
      }
      assertThat(Verification.of(file).passed()).isTrue();
    }
    return file;
  }
}
