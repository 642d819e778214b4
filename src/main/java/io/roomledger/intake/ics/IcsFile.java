package io.roomledger.intake.ics;

import io.roomledger.intake.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a calendar file into its components without understanding them, so that a broken one ends
 * with itself. One component is in memory at a time. The form is RFC 5545, section 3.4.
 */
final class IcsFile {
  /** The largest component, in characters. Beyond it a component is skipped as broken. */
  static final int LARGEST_COMPONENT = 4 << 20;

  private static final String FILE_ZONE = "X-WR-TIMEZONE:";

  private final Visitor visitor;
  private final StringBuilder text = new StringBuilder();
  private @Nullable String open;
  private long openedAt;
  private boolean tooLarge;

  private IcsFile(Visitor visitor) {
    this.visitor = visitor;
  }

  /** Is told of what is found, in order. */
  interface Visitor {
    /** An event, from {@code BEGIN} to {@code END}, that begins in {@code line}. */
    default void event(long line, String text) {}

    /** The definition of a time zone. */
    default void zone(long line, String text) {}

    /** The file's own time zone, if it names one. */
    default void zoneOfFile(String name) {}

    /** A component that begins in {@code line} and cannot be cut out. */
    default void broken(long line, Problem problem) {}
  }

  /** Reads the file from its beginning to its end. */
  static void read(Path path, Visitor visitor) throws IOException {
    IcsFile file = new IcsFile(visitor);
    try (BufferedReader reader =
        new BufferedReader(
            // not Files.newBufferedReader: one wrong byte must not end the file
            new InputStreamReader(Files.newInputStream(path), StandardCharsets.UTF_8))) {
      long number = 0;
      for (String line = next(reader); line != null; line = next(reader)) {
        number++;
        file.line(number, number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line);
      }
    }
    file.unfinished();
  }

  /** The next line; of one that is longer than a component may be, no more than shows that. */
  private static @Nullable String next(Reader reader) throws IOException {
    StringBuilder line = new StringBuilder();
    int c = reader.read();
    if (c < 0) {
      return null;
    }
    for (; c >= 0 && c != '\n' && c != '\r'; c = reader.read()) {
      if (line.length() <= LARGEST_COMPONENT) {
        line.append((char) c);
      }
    }
    if (c == '\r') {
      reader.mark(1);
      if (reader.read() != '\n') {
        reader.reset();
      }
    }
    return line.toString();
  }

  private void line(long number, String line) {
    String word = line.length() > 40 ? "" : line.strip().toUpperCase(Locale.ROOT);
    if (word.equals("BEGIN:VEVENT") || word.equals("BEGIN:VTIMEZONE")) {
      unfinished();
      open = word.substring("BEGIN:".length());
      openedAt = number;
      tooLarge = false;
      text.setLength(0);
      add(line);
    } else if (open == null) {
      if (line.regionMatches(true, 0, FILE_ZONE, 0, FILE_ZONE.length())) {
        visitor.zoneOfFile(line.substring(FILE_ZONE.length()).strip());
      }
    } else if (word.equals("END:VCALENDAR")) {
      unfinished();
    } else {
      add(line);
      if (word.equals("END:" + open)) {
        end(open);
      }
    }
  }

  /** Unfolds: a line that begins with a blank goes on where the one before it ended. */
  private void add(String line) {
    if (text.length() + line.length() > LARGEST_COMPONENT) {
      tooLarge = true;
      return;
    }
    boolean folded = line.startsWith(" ") || line.startsWith("\t");
    if (folded && !text.isEmpty()) {
      text.setLength(text.length() - 2);
      text.append(line, 1, line.length());
    } else {
      text.append(line);
    }
    text.append("\r\n");
  }

  private void end(String kind) {
    open = null;
    if (tooLarge) {
      visitor.broken(
          openedAt,
          Problem.of("%s: too large (expected: at most %s characters)", kind, LARGEST_COMPONENT));
    } else if (kind.equals("VEVENT")) {
      visitor.event(openedAt, text.toString());
    } else {
      visitor.zone(openedAt, text.toString());
    }
  }

  private void unfinished() {
    if (open != null) {
      visitor.broken(
          openedAt, Problem.of("%s: it does not end (expected: a line END:%s)", open, open));
      open = null;
    }
  }
}
