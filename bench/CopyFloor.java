import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.Locale;
import org.postgresql.PGConnection;

/**
 * The floor of a chat export: {@code COPY} of the same rows, with the names that they show and in the same order, to a
 * file, and nothing else. {@code java -cp 'target/lib/*' CopyFloor.java DATA_DIRECTORY ROOM_NAME OUT ROUNDS}.
 */
final class CopyFloor {
  public static void main(String[] args) throws Exception {
    try (Connection database = FillRoom.connect(Path.of(args[0]))) {
      String room = room(database, args[1]);
      for (int round = 0; round < Integer.parseInt(args[3]); round++) {
        double used = processor(database);
        long start = System.nanoTime();
        long rows = copy(database, room, Path.of(args[2]));
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
            Locale.ROOT,
            "floor: COPY of %,d rows to a file in %.2f s: %,.0f/s, processor %.2f s (this and PostgreSQL)%n",
            rows, seconds, rows / seconds, processor(database) - used);
      }
    }
  }

  /** The seconds of processor time that this program and its backend have used so far. */
  private static double processor(Connection database) throws Exception {
    int backend = database.unwrap(PGConnection.class).getBackendPID();
    double ticks = 0;
    for (String process : new String[] {"self", Integer.toString(backend)}) {
      String stat = Files.readString(Path.of("/proc", process, "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }
    return ticks / 100;
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
    try (OutputStream bytes = Files.newOutputStream(out)) {
      return database
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyOut(
              "copy (select m.id, m.sent_at, m.author_id, a.username, a.name, m.alias, m.text, m.system_kind, m.edited_at,"
                  + " m.edited_by, m.pinned_at, m.pinned_by, m.parent_id, m.parent_shown, m.attachments, m.reactions, m.files"
                  + " from chat_message m left join account a on a.id = m.author_id"
                  + " where m.deleted_at is null and m.room_id = '" + room.replace("'", "''") + "'"
                  + " order by m.sent_at, m.id) to stdout",
              bytes);
    }
  }
}
