package io.roomledger.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Looks into an archive without taking anything in; what is wrong there is told by the import. */
public final class Peek {
  /** Longer entries are not counted: somebody waits for the answer. */
  private static final long MOST = 64L << 20;

  private static final int LONGEST_LINE = 1 << 20;

  private Peek() {}

  /** Hears of an element. */
  @FunctionalInterface
  public interface Counter {
    /** An element, and the table that it is in, if it is in one. */
    void count(String table, JsonNode element);
  }

  /** How many elements a list has; nothing, if it is not there or too long to be counted. */
  public static Optional<Long> list(Archive archive, String name) throws IOException {
    long[] count = {0};
    boolean counted =
        read(archive, name, in -> JsonList.read(in, hearing((table, it) -> count[0]++)));
    return counted ? Optional.of(count[0]) : Optional.empty();
  }

  /** Tells of each line; false, if they are not there or too long. */
  public static boolean lines(Archive archive, String name, Counter counter) throws IOException {
    return read(archive, name, in -> JsonLines.read(in, hearing(counter)));
  }

  /** Tells of each element of each table; false, if they are not there or too long. */
  public static boolean tables(Archive archive, String name, Counter counter) throws IOException {
    return read(
        archive,
        name,
        in ->
            JsonTables.read(
                in,
                new JsonTables.Reader() {
                  @Override
                  public void element(String table, JsonNode element, long line) {
                    counter.count(table, element);
                  }

                  @Override
                  public void broken(long line, Problem problem) {}
                }));
  }

  /** The first line of an entry, if it is JSON. */
  public static Optional<JsonNode> firstLine(Archive archive, String name) throws IOException {
    Optional<InputStream> in = archive.open(name);
    if (in.isEmpty()) {
      return Optional.empty();
    }
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(in.get(), StandardCharsets.UTF_8))) {
      StringBuilder line = new StringBuilder();
      for (int c = reader.read();
          c >= 0 && c != '\n' && line.length() < LONGEST_LINE;
          c = reader.read()) {
        line.append((char) c);
      }
      return Optional.ofNullable(JsonList.JSON.readTree(line.toString()));
    } catch (JsonProcessingException | UnreadableException | NumberFormatException none) {
      return Optional.empty();
    }
  }

  private interface Reading {
    void read(InputStream in) throws IOException;
  }

  private static boolean read(Archive archive, String name, Reading reading) throws IOException {
    Optional<InputStream> in = archive.size(name) > MOST ? Optional.empty() : archive.open(name);
    if (in.isEmpty()) {
      return false;
    }
    try (InputStream opened = in.get()) {
      reading.read(opened);
      return true;
    } catch (UnreadableException broken) {
      return false;
    }
  }

  private static JsonList.Reader hearing(Counter counter) {
    return new JsonList.Reader() {
      @Override
      public void element(JsonNode element, long line, long number) {
        counter.count("", element);
      }

      @Override
      public void problem(long line, Problem problem) {}

      @Override
      public void broken(long line, Problem problem) {}
    };
  }
}
