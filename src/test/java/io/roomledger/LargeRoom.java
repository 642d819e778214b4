package io.roomledger;

import io.roomledger.base.Period;
import io.roomledger.db.Database;
import io.roomledger.store.ObjectStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A room so large that several servers export it: everything that one message says of another, near
 * and far, times that several share, one person under several names, and two files, of which one is
 * lost.
 */
final class LargeRoom {
  static final String ID = "hallhallhallhall1";
  static final Instant FROM = Instant.parse("2021-03-01T00:00:00Z");

  private static final String KEPT = "files/hall";

  private LargeRoom() {}

  /** The time of the first messages, three of which share a minute. */
  static Period first(int messages) {
    return new Period(FROM, FROM.plusSeconds(messages / 3 * 60L));
  }

  static void fill(Database database, String organisation, ObjectStore store, int messages)
      throws IOException {
    byte[] bytes = "what was on the board".getBytes(StandardCharsets.UTF_8);
    try (ObjectStore.Upload upload = store.begin(KEPT)) {
      upload.stream().write(bytes);
      upload.commit();
    }
    database
        .jdbi()
        .useTransaction(handle -> {
          handle.execute(
              """
              INSERT INTO chat_room (id, organisation, kind, name, topic, created_at)
              VALUES (?, ?, 'c', 'hall', 'All of us', '2021-01-01Z')
              """,
              ID,
              organisation);
          handle
              .createUpdate(
                  """
                  WITH ann AS (SELECT id FROM account WHERE username = 'ann'),
                  numbered AS (SELECT n, :from::timestamptz + n / 3 * interval '1 minute' AS at,
                                      ann.id AS ann
                                 FROM generate_series(0, :messages - 1) AS n, ann)
                  INSERT INTO chat_message (id, room_id, sent_at, author_id, alias, text, system_kind,
                         parent_id, parent_shown, edited_at, edited_by, pinned_at, pinned_by,
                         reactions, attachments, files)
                  SELECT 'h' || lpad(n::text, 16, '0'), :room, at,
                         CASE n % 5 WHEN 0 THEN NULL WHEN 3 THEN 'gone' || n % 7 ELSE ann END,
                         CASE n % 5 WHEN 0 THEN 'robot' WHEN 4 THEN 'Ann''s machine' ELSE '' END,
                         CASE WHEN n % 97 = 0 THEN 'ann' ELSE
                           'message ' || n || ' <b>to</b> @ann, see https://example.org/' || n
                           || CASE WHEN n % 1000 = 999 THEN repeat(' more', 200) ELSE '' END END,
                         CASE WHEN n % 97 = 0 THEN 'au' END,
                         CASE WHEN n % 509 = 3 AND n > 40000
                                THEN 'h' || lpad((n - 40000)::text, 16, '0')
                              WHEN n % 113 = 7 AND n > 3000
                                THEN 'h' || lpad((n - 3000)::text, 16, '0')
                              WHEN n % 11 = 5 THEN 'h' || lpad((n - 4)::text, 16, '0') END,
                         n % 22 = 5,
                         CASE WHEN n % 31 = 9 THEN at + interval '1 minute' END,
                         CASE WHEN n % 31 = 9 THEN ann END,
                         CASE WHEN n % 211 = 20 THEN at + interval '1 minute' END,
                         CASE WHEN n % 211 = 20 THEN ann END,
                         CASE WHEN n % 13 = 8 THEN json_build_array(json_build_object(
                           'emoji', ':+1:', 'by', json_build_array(ann)))::jsonb END,
                         CASE WHEN n % 67 = 5 AND n > 100 THEN json_build_array(json_build_object(
                           'author_name', 'Ann', 'text', 'as I said', 'message_link',
                           'http://rooms.example/channel/hall?msg=h' || lpad(
                             (n - CASE WHEN n > 25000 THEN 19500 + n % 1000 ELSE 100 END)::text,
                             16, '0'))) END,
                         CASE WHEN n IN (40, 41) THEN 1 ELSE 0 END
                    FROM numbered
                  """)
              .bind("from", FROM.toString())
              .bind("messages", messages)
              .bind("room", ID)
              .execute();
          handle.execute(
              """
              INSERT INTO chat_file (id, message_id, position, name, media_type, size, store_key,
                                     missing)
              VALUES ('hallfile1', 'h0000000000000040', 0, 'board.txt', 'text/plain', ?, ?, ''),
                     ('hallfile2', 'h0000000000000041', 0, 'lost.png', 'image/png', 9, '', 'lost')
              """,
              bytes.length,
              KEPT);
        });
    database.jdbi().useHandle(handle -> handle.execute("ANALYZE chat_message"));
  }
}
