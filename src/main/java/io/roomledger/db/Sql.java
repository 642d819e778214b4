package io.roomledger.db;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.stream.Collectors;
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

  /**
   * A text as an expression in which no character of it means anything to anybody who reads the
   * statement on its way, such as a library that looks for parameters.
   */
  public static String coded(String text) {
    String hex = HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    return "convert_from(decode('" + hex + "', 'hex'), 'UTF8')";
  }

  /** Texts, {@link #coded}, as what stands between the brackets of IN; nothing is in none. */
  public static String listed(Collection<String> texts) {
    return texts.isEmpty()
        ? "NULL"
        : texts.stream().map(Sql::coded).collect(Collectors.joining(", "));
  }
}
