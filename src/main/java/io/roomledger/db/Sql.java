package io.roomledger.db;

import java.sql.SQLException;
import org.postgresql.core.Utils;

/** Text that becomes part of a statement where PostgreSQL takes no parameters, as in COPY. */
public final class Sql {
  private Sql() {}

  /**
   * A quoted literal, safe with {@code standard_conforming_strings = on}, which every connection of
   * {@link Database} has.
   *
   * @throws IllegalArgumentException if the text has a zero character, which PostgreSQL cannot hold
   */
  public static String literal(String text) {
    try {
      StringBuilder quoted = new StringBuilder(text.length() + 16).append('\'');
      Utils.escapeLiteral(quoted, text, true);
      return quoted.append('\'').toString();
    } catch (SQLException e) {
      throw new IllegalArgumentException("text with a zero character cannot be quoted", e);
    }
  }
}
