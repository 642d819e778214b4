import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Locale;
import java.util.Properties;
import org.postgresql.PGConnection;

/**
 * The floor of a chat export: {@code COPY} of the same rows to a file, nothing else. {@code java -cp 'target/lib/*'
 * CopyFloor.java DATA_DIRECTORY ROOM_NAME OUT ROUNDS}.
 */
final class CopyFloor {
  public static void main(String[] args) throws Exception {
    Properties file = new Properties();
    try (var reader = Files.newBufferedReader(Path.of(args[0], "postgres", "connection.properties"))) {
      file.load(reader);
    }
    try (Connection database =
        DriverManager.getConnection(
            file.getProperty("url"), file.getProperty("user"), file.getProperty("password"))) {
      String room = room(database, args[1]);
      for (int round = 0; round < Integer.parseInt(args[3]); round++) {
        long start = System.nanoTime();
        long rows = copy(database, room, Path.of(args[2]));
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(Locale.ROOT, "floor: COPY of %,d rows to a file in %.2f s: %,.0f/s%n", rows, seconds, rows / seconds);
      }
    }
  }

  private static String room(Connection database, String name) throws Exception {
    try (var statement = database.prepareStatement("select id from chat_room where name = ?")) {
      statement.setString(1, name);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getString(1);
      }
    }
  }

  private static long copy(Connection database, String room, Path out) throws Exception {
    try (OutputStream bytes = Files.newOutputStream(out);
        Statement ignored = database.createStatement()) {
      return database
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyOut(
              "copy (select m.*, a.username, a.name from chat_message m left join account a on a.id = m.author_id"
                  + " where m.deleted_at is null and m.room_id = '" + room.replace("'", "''") + "' order by m.sent_at, m.id) to stdout",
              bytes);
    }
  }
}
