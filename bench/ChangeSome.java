import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Locale;

/**
 * Changes one message in a hundred of a room that {@code FillRoom} filled: of a thousand, seven are edited, two are
 * added and one is deleted, spread over the whole room: {@code java -cp 'target/lib/*' ChangeSome.java DATA ROOM}.
 */
final class ChangeSome {
  private ChangeSome() {}

  public static void main(String[] args) throws Exception {
    try (Connection database = FillRoom.connect(Path.of(args[0]));
        Statement statement = database.createStatement()) {
      database.setAutoCommit(false);
      String room = " room_id = (SELECT id FROM chat_room WHERE name = '" + args[1].replace("'", "''") + "') ";
      String lot = " abs(hashtext(id)) % 1000 ";
      int edited =
          statement.executeUpdate(
              "UPDATE chat_message SET text = text || ' (changed)', edited_at = now() WHERE" + room + "AND" + lot + "< 7");
      int deleted =
          statement.executeUpdate(
              "UPDATE chat_message SET text = '', deleted_at = now() WHERE" + room + "AND" + lot + "= 7");
      int added =
          statement.executeUpdate(
              "INSERT INTO chat_message (id, room_id, sent_at, author_id, text) SELECT 'n' || left(md5(id), 16), room_id,"
                  + " sent_at + interval '1 millisecond', author_id, text FROM chat_message WHERE"
                  + room
                  + "AND"
                  + lot
                  + "IN (8, 9)");
      database.commit();
      System.out.printf(Locale.ROOT, "%,d edited, %,d deleted, %,d added%n", edited, deleted, added);
    }
  }
}
