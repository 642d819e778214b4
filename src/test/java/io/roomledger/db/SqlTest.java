package io.roomledger.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

class SqlTest {
  private static @Nullable Database database;

  @BeforeContainer
  static void open() {
    database = TestDatabase.fresh();
  }

  @AfterContainer
  static void close() {
    if (database != null) {
      database.close();
    }
  }

  @Property(tries = 300)
  void aLiteralIsReadAsTheTextItQuotes(@ForAll String text) throws SQLException {
    Assume.that(text.indexOf(0) < 0 && !hasLoneSurrogate(text));
    assertThat(echo(text)).isEqualTo(text);
  }

  @Example
  void quotesAndBackslashesAreNothingSpecial() throws SQLException {
    for (String text :
        new String[] {"", "'", "''", "\\", "\\'", "'; DROP TABLE x; --", "$$", "\n"}) {
      assertThat(echo(text)).isEqualTo(text);
    }
  }

  @Example
  void aZeroCharacterIsRefused() {
    assertThatThrownBy(() -> Sql.literal("a\0b")).isInstanceOf(IllegalArgumentException.class);
  }

  private static String echo(String text) throws SQLException {
    Database open = database;
    if (open == null) {
      throw new IllegalStateException("not open");
    }
    // without JDBI, which would look for parameters in the text
    return open.jdbi()
        .withHandle(h -> {
          try (var statement = h.getConnection().createStatement();
              var row = statement.executeQuery("SELECT " + Sql.literal(text))) {
            row.next();
            return row.getString(1);
          }
        });
  }

  private static boolean hasLoneSurrogate(String text) {
    return text.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }
}
