package io.roomledger.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;

/**
 * Sorts what comes mixed: messages of all rooms go in, those of one room come out, in their order.
 * They lie on the disk meanwhile, so that their number does not matter.
 */
public final class Spool implements AutoCloseable {
  private static final int MOST_IN_MEMORY = 16 << 20;
  private static final ObjectMapper JSON = JsonList.JSON;

  private final Path folder;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final Map<Integer, ByteArrayOutputStream> waiting = new HashMap<>();
  private long inMemory;

  public Spool() throws IOException {
    folder = Files.createTempDirectory("roomledger-import-");
  }

  /** Takes a message that came out again. */
  @FunctionalInterface
  public interface Taker {
    /** Takes it, with the file and line it came from. */
    void take(JsonNode message, String file, long line) throws IOException;
  }

  /** Puts a message of a room in. */
  public void add(String room, JsonNode message, String file, long line) throws IOException {
    ObjectNode wrapped = JSON.createObjectNode().put("f", file).put("l", line);
    wrapped.set("m", message);
    byte[] bytes = JSON.writeValueAsBytes(wrapped);
    int number = numbers.computeIfAbsent(room, r -> numbers.size());
    ByteArrayOutputStream lines = waiting.computeIfAbsent(number, n -> new ByteArrayOutputStream());
    lines.writeBytes(bytes);
    lines.write('\n');
    inMemory += bytes.length;
    if (inMemory > MOST_IN_MEMORY) {
      flush();
    }
  }

  private void flush() throws IOException {
    for (Map.Entry<Integer, ByteArrayOutputStream> lines : waiting.entrySet()) {
      Files.write(
          path(lines.getKey()),
          lines.getValue().toByteArray(),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
    waiting.clear();
    inMemory = 0;
  }

  /** The messages of a room. */
  public void read(String room, Taker taker) throws IOException {
    flush();
    Integer number = numbers.get(room);
    if (number == null) {
      return;
    }
    try (var lines = Files.newBufferedReader(path(number))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode wrapped = JSON.readTree(line);
        taker.take(wrapped.path("m"), wrapped.path("f").asText(), wrapped.path("l").asLong());
      }
    }
  }

  private Path path(int number) {
    return folder.resolve(Integer.toString(number));
  }

  @Override
  public void close() throws IOException {
    remove(folder);
  }

  /** Removes a folder with all that is in it. */
  static void remove(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes is) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path directory, @org.jspecify.annotations.Nullable IOException fault)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
