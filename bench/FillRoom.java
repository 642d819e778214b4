import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Random;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Fills a room of a running server with messages, by COPY straight into the database: {@code java
 * -cp 'target/lib/*' FillRoom.java DATA ROOM MESSAGES [files] [unsearched]}. Words follow Zipf's
 * law, a quarter of the messages are Chinese, a text has about 120 bytes; 500 people take turns at
 * random. The seed is fixed, so the messages are always the same. With {@code files} each message
 * has a picture of 1 MB of noise.
 */
final class FillRoom {
  private static final String ORGANISATION = "main";
  private static final int PEOPLE = 500;
  private static final int FILE = 1 << 20;
  private static final String[] WORDS = words();

  private final Random random = new Random(20180203);
  private final String room;
  private final int messages;
  private final boolean files;
  private final boolean unsearched;

  private FillRoom(String room, int messages, List<String> wishes) {
    this.room = room;
    this.messages = messages;
    this.files = wishes.contains("files");
    this.unsearched = wishes.contains("unsearched");
  }

  public static void main(String[] args) throws Exception {
    FillRoom fill =
        new FillRoom(args[1], Integer.parseInt(args[2]), List.of(args).subList(3, args.length));
    long start = System.nanoTime();
    try (Connection database = connect(Path.of(args[0]));
        Statement statement = database.createStatement()) {
      fill.people(statement);
      database.setAutoCommit(false);
      fill.messages(database);
      if (fill.unsearched) {
        statement.execute(
            "update chat_search_state set horizon = greatest(horizon,"
                + " (pg_current_xact_id()::text::bigint + 1)::text::xid8)");
      }
      if (fill.files) {
        fill.files(database, Path.of(args[0], "objects", "objects"));
      }
      database.commit();
      database.setAutoCommit(true);
      statement.execute("vacuum analyze chat_message");
    }
    System.out.printf(
        Locale.ROOT,
        "filled %s with %,d messages in %.1f s%n",
        args[1],
        fill.messages,
        (System.nanoTime() - start) / 1e9);
  }

  static Connection connect(Path data) throws IOException, SQLException {
    Properties file = new Properties();
    try (var reader =
        Files.newBufferedReader(data.resolve("postgres").resolve("connection.properties"))) {
      file.load(reader);
    }
    return DriverManager.getConnection(
        file.getProperty("url"), file.getProperty("user"), file.getProperty("password"));
  }

  static String id(String kind, int number) {
    return String.format(Locale.ROOT, "%s%0" + (17 - kind.length()) + "d", kind, number);
  }

  private String roomId() {
    return id("room" + room, 0);
  }

  private void people(Statement statement) throws SQLException {
    for (int i = 0; i < PEOPLE; i++) {
      statement.addBatch(
          "insert into account (id, organisation, username, name, created_at) values ('"
              + id("person", i)
              + "', '"
              + ORGANISATION
              + "', 'person"
              + i
              + "', 'Person "
              + i
              + "', now()) on conflict do nothing");
    }
    statement.executeBatch();
    statement.execute(
        "insert into chat_room (id, organisation, kind, name, created_at) values ('"
            + roomId()
            + "', '"
            + ORGANISATION
            + "', 'c', '"
            + room
            + "', now())");
  }

  /** Writes lines of the text format of COPY. */
  private static final class Lines implements AutoCloseable {
    private final CopyIn copy;
    private final StringBuilder lines = new StringBuilder();

    Lines(Connection database, String table) throws SQLException {
      copy =
          database.unwrap(PGConnection.class).getCopyAPI().copyIn("copy " + table + " from stdin");
    }

    void add(Object... fields) throws SQLException {
      for (int i = 0; i < fields.length; i++) {
        lines.append(i == 0 ? "" : "\t").append(fields[i]);
      }
      lines.append('\n');
      if (lines.length() > 100_000) {
        send();
      }
    }

    private void send() throws SQLException {
      byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
      copy.writeToCopy(bytes, 0, bytes.length);
      lines.setLength(0);
    }

    @Override
    public void close() throws SQLException {
      send();
      copy.endCopy();
    }
  }

  private void messages(Connection database) throws SQLException {
    try (Lines lines =
        new Lines(database, "chat_message (id, room_id, sent_at, author_id, text, files)")) {
      long second = Instant.parse("2020-01-01T00:00:00Z").getEpochSecond();
      for (int i = 0; i < messages; i++) {
        second += 1 + random.nextInt(79);
        lines.add(
            id(room, i),
            roomId(),
            Instant.ofEpochSecond(second),
            id("person", random.nextInt(PEOPLE)),
            text(),
            files ? 1 : 0);
      }
    }
  }

  private void files(Connection database, Path store) throws SQLException, IOException {
    Path folder = Files.createDirectories(store.resolve("bench"));
    byte[] noise = new byte[FILE];
    try (Lines lines =
        new Lines(
            database,
            "chat_file (id, message_id, position, name, media_type, size, store_key, missing)")) {
      for (int i = 0; i < messages; i++) {
        random.nextBytes(noise);
        Files.write(folder.resolve("f" + i), noise);
        lines.add(
            id("file", i),
            id(room, i),
            0,
            "picture" + i + ".png",
            "image/png",
            FILE,
            "bench/f" + i,
            "");
      }
    }
  }

  private String text() {
    StringBuilder text = new StringBuilder(200);
    boolean chinese = random.nextInt(4) == 0;
    int length = chinese ? 20 + random.nextInt(40) : 60 + random.nextInt(120);
    while (text.length() < length) {
      if (chinese) {
        text.append((char) (0x4e00 + (int) (3000 * Math.pow(random.nextDouble(), 3))));
      } else {
        text.append(WORDS[(int) (WORDS.length * Math.pow(random.nextDouble(), 3))]).append(' ');
      }
    }
    return text.toString().strip();
  }

  /** The words that messages are made of, the most frequent first. */
  static String[] words() {
    Random random = new Random(7);
    String[] words = new String[4_000];
    for (int i = 0; i < words.length; i++) {
      StringBuilder word = new StringBuilder();
      for (int j = 2 + random.nextInt(8); j > 0; j--) {
        word.append((char) ('a' + random.nextInt(26)));
      }
      words[i] = word.toString();
    }
    return words;
  }
}
