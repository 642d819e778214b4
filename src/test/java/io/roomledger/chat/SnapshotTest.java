package io.roomledger.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roomledger.base.Ids;
import io.roomledger.base.Period;
import io.roomledger.export.ExportJob;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.Exports;
import io.roomledger.export.Filters;
import io.roomledger.export.Heading;
import io.roomledger.export.PlainBasin;
import io.roomledger.export.Recipe;
import io.roomledger.export.RecordSource;
import io.roomledger.export.Selection;
import io.roomledger.export.Verification;
import io.roomledger.export.format.HtmlFormat;
import io.roomledger.export.format.JsonLinesFormat;
import io.roomledger.identity.Account;
import io.roomledger.identity.Caller;
import io.roomledger.store.CountingStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.ZipFile;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An export is one moment of a room, whatever happens there meanwhile. */
class SnapshotTest {
  private static final int MESSAGES = 9_000;
  private static final int WRITERS = 10;
  private static final int DELETED = 5_000;

  @TempDir Path folder;
  private ChatHouse house;
  private Account ann;
  private ChatRoom room;

  @BeforeEach
  void open() {
    house = new ChatHouse(folder.resolve("store"));
    ann = house.person("ann", "user");
    room = house.room(RoomKind.CHANNEL, "general", ann);
  }

  @AfterEach
  void close() {
    house.close();
  }

  private void fill(int messages, int files) {
    house
        .database
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                """
                INSERT INTO chat_message (id, room_id, sent_at, author_id, text, files)
                SELECT 'Message' || lpad(n::text, 10, '0'), ?,
                       timestamptz '2026-01-01 00:00:00Z' + n / 3 * interval '1 minute',
                       ?, 'said ' || n, CASE WHEN n <= ? THEN 1 ELSE 0 END
                  FROM generate_series(1, ?) AS n
                """,
                room.id(),
                ann.id(),
                files,
                messages));
  }

  /** The room as it is, seen by a statement that has nothing to do with the export's. */
  private List<String> ids(Handle handle) {
    return handle
        .createQuery(
            """
            SELECT id || ':' || text FROM chat_message
             WHERE room_id = :room AND deleted_at IS NULL ORDER BY sent_at, id
            """)
        .bind("room", room.id())
        .mapTo(String.class)
        .list();
  }

  /**
   * Ten people who write, change and delete, each a share, half of it now and half while it pours.
   */
  private final class Crowd implements AutoCloseable {
    private final ExecutorService people = Executors.newFixedThreadPool(WRITERS);
    private int next = 1;

    void work() throws IOException {
      List<Future<?>> shares = new ArrayList<>();
      int share = DELETED / 2 / WRITERS;
      for (int i = 0; i < WRITERS; i++) {
        int from = next;
        shares.add(people.submit(() -> share(from, from + share)));
        next += share;
      }
      for (Future<?> one : shares) {
        try {
          one.get();
        } catch (Exception e) {
          throw new IOException(e);
        }
      }
    }

    private void share(int from, int to) {
      house
          .database
          .jdbi()
          .useTransaction(handle -> {
            for (int n = from; n < to; n++) {
              MessageRows.bury(handle, id(n), ChatHouse.NOW, ann.id());
              int other = DELETED + n % (MESSAGES - DELETED) + 1;
              MessageRows.setText(
                  handle, id(other), "edited " + n, new Message.Edit(ChatHouse.NOW, ann.id()));
              if (n % 10 == 0) {
                boolean added = MessageRows.insert(handle, said(n));
                assertThat(added).isTrue();
              }
            }
          });
    }

    private Message said(int n) {
      return new Message(
          Ids.random(),
          room.id(),
          java.time.Instant.parse("2026-01-01T00:00:00Z").plusSeconds(n * 20L),
          Optional.of(ann.id()),
          "",
          "new " + n,
          "",
          Optional.empty(),
          false,
          Optional.empty(),
          List.of(),
          List.of());
    }

    private static String id(int n) {
      return String.format("Message%010d", n);
    }

    @Override
    public void close() {
      people.shutdownNow();
    }
  }

  /** The room's transcript, overtaken by a crowd before its first row and again in its midst. */
  private final class Overtaken implements RecordSource<ChatLine> {
    private final Crowd crowd;
    private List<String> seen = List.of();

    Overtaken(Crowd crowd) {
      this.crowd = crowd;
    }

    @Override
    public String kind() {
      return house.transcript.kind();
    }

    @Override
    public Filters filters() {
      return house.transcript.filters();
    }

    @Override
    public String folder() {
      return house.transcript.folder();
    }

    @Override
    public void authorise(Caller caller, ExportOrder order) {
      house.transcript.authorise(caller, order);
    }

    @Override
    public Heading heading(Handle snapshot, ExportOrder order) {
      seen = ids(snapshot);
      try {
        crowd.work();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return house.transcript.heading(snapshot, order);
    }

    @Override
    public long count(Handle snapshot, ExportOrder order) {
      return house.transcript.count(snapshot, order);
    }

    @Override
    public void pour(Handle snapshot, ExportOrder order, Basin<ChatLine> basin)
        throws IOException, SQLException {
      house.transcript.pour(
          snapshot,
          order,
          new PlainBasin<>() {
            private int rows;

            @Override
            public void row(String id, java.time.Instant at, ChatLine row) throws IOException {
              if (++rows == 1_000) {
                crowd.work();
              }
              basin.row(id, at, row);
            }

            @Override
            public void item(io.roomledger.export.Item item) throws IOException {
              basin.item(item);
            }
          });
    }
  }

  private Path exported(Exports exports, String recipe) throws IOException {
    ExportJob job =
        exports.order(
            house.operator,
            new ExportOrder(
                recipe, Period.ALWAYS, Selection.of("room", room.id()), "e.zip", Optional.empty()));
    house.jobs.runAll();
    Path zip = folder.resolve("export-" + job.id() + ".zip");
    try (InputStream in = exports.open(house.operator, job.id()).content().open(0)) {
      Files.copy(in, zip);
    }
    assertThat(Verification.of(zip).problems()).isEmpty();
    return zip;
  }

  @Test
  void idsAreExactlyThoseOfTheSnapshotWhileTenPeopleWriteChangeAndDelete() throws Exception {
    fill(MESSAGES, 0);
    try (Crowd crowd = new Crowd()) {
      Overtaken source = new Overtaken(crowd);
      Exports exports =
          house.exports(
              List.of(
                  new Recipe<>("lively", source, ChatSheet.SHEET, new JsonLinesFormat(), true)));
      Path zip = exported(exports, "lively");

      List<String> now = house.database.jdbi().withHandle(this::ids);
      assertThat(source.seen).hasSize(MESSAGES);
      assertThat(now).hasSize(MESSAGES - DELETED + DELETED / 10).isNotEqualTo(source.seen);
      List<String> written = new ArrayList<>();
      try (ZipFile file = new ZipFile(zip.toFile())) {
        assertThat(file.getEntry("assets/")).as("there although nothing lies in it").isNotNull();
        String lines =
            new String(
                file.getInputStream(file.getEntry("general.json")).readAllBytes(),
                StandardCharsets.UTF_8);
        for (String line : lines.lines().toList()) {
          JsonNode message = new ObjectMapper().readTree(line);
          written.add(message.path("id").asText() + ":" + message.path("text").asText());
        }
        JsonNode manifest =
            new ObjectMapper().readTree(file.getInputStream(file.getEntry("manifest.json")));
        assertThat(manifest.path("counts").path("rows").asInt()).isEqualTo(source.seen.size());
        assertThat(manifest.path("first").path("id").asText()).isEqualTo("Message0000000001");
        assertThat(manifest.path("last").path("id").asText()).isEqualTo("Message0000009000");
      }
      assertThat(written).isEqualTo(source.seen);
    }
  }

  @Test
  void twoThousandFilesPassOneByOne() throws Exception {
    int files = 2_000;
    fill(files, files);
    // one object for all, for each is written to the disk for good
    byte[] bytes = "bytes".repeat(200).getBytes(StandardCharsets.UTF_8);
    try (var upload = house.store.begin("chat/file")) {
      upload.stream().write(bytes);
      upload.commit();
    }
    house
        .database
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                """
                INSERT INTO chat_file (id, message_id, position, name, media_type, size, store_key,
                                       missing)
                SELECT 'File' || n, 'Message' || lpad(n::text, 10, '0'), 0, 'f' || n || '.txt',
                       'text/plain', 1000, 'chat/file', ''
                  FROM generate_series(1, ?) AS n
                """,
                files));
    CountingStore store = new CountingStore(house.store);
    ChatTranscript transcript =
        new ChatTranscript(house.database, house.accounts, store, ChatFile::id);
    Exports exports =
        house.exports(
            List.of(new Recipe<>("pages", transcript, ChatSheet.SHEET, new HtmlFormat(), true)));
    Path zip = exported(exports, "pages");

    assertThat(store.mostOpen()).as("files open at once").isEqualTo(1);
    assertThat(store.mostRead()).as("bytes asked for at once").isLessThanOrEqualTo(64 * 1024);
    try (ZipFile file = new ZipFile(zip.toFile())) {
      assertThat(file.stream().filter(e -> e.getName().startsWith("assets/"))).hasSize(files);
      assertThat(file.getInputStream(file.getEntry("assets/File1234-f1234.txt")).readAllBytes())
          .isEqualTo(bytes);
    }
  }
}
