package io.roomledger.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.base.Period;
import io.roomledger.db.Database;
import io.roomledger.db.TestDatabase;
import io.roomledger.export.Extent;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How much an order would give: exact while it is little, told from a part when it is much. */
class ChatExtentTest {
  private static final int MANY = 50_000;
  private static Database database;

  @BeforeAll
  static void fill() {
    database = TestDatabase.fresh();
    database
        .jdbi()
        .useHandle(handle -> {
          for (String room : List.of("few", "many")) {
            handle.execute(
                "INSERT INTO chat_room (id, organisation, kind, name, created_at)"
                    + " VALUES (?, 'main', 'c', ?, now())",
                room,
                room);
          }
          handle.execute(
              "INSERT INTO chat_message (id, room_id, sent_at, text) SELECT 'm' || n, CASE WHEN n"
                  + " <= 10 THEN 'few' ELSE 'many' END, timestamptz '2026-01-01' + n * interval '1"
                  + " s', CASE WHEN n % 10 = 0 THEN 'a Word' ELSE 'nothing' END FROM"
                  + " generate_series(1, "
                  + MANY
                  + ") n");
          handle.execute("ANALYZE chat_message, chat_room");
        });
  }

  @AfterAll
  static void close() {
    database.close();
  }

  private static Extent of(List<String> rooms, String... words) {
    ChatWish wish =
        new ChatWish(
            rooms,
            rooms.isEmpty() ? Optional.of("main") : Optional.empty(),
            List.of(),
            List.of(words),
            false,
            FilePlace.INCLUDE,
            Optional.empty(),
            Period.ALWAYS);
    return database.jdbi().inTransaction(handle -> ChatExtent.of(handle, wish));
  }

  @Test
  void littleIsCounted() {
    assertThat(of(List.of("few"))).isEqualTo(new Extent(10, 0, 9 * 7 + 6, Extent.Certainty.EXACT));
    assertThat(of(List.of("few"), "word").rows()).isEqualTo(1);
  }

  @Test
  void muchIsToldFromAPartAndTheStatistics() {
    for (List<String> rooms : List.of(List.of("many"), List.<String>of())) {
      Extent all = of(rooms);
      assertThat(all.certainty()).as(rooms.toString()).isEqualTo(Extent.Certainty.ABOUT);
      assertThat(all.rows()).as(rooms.toString()).isBetween(MANY * 8L / 10, MANY * 12L / 10);
      assertThat(of(rooms, "word").rows()).isBetween(MANY * 7L / 100, MANY * 13L / 100);
    }
  }
}
