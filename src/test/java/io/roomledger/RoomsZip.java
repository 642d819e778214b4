package io.roomledger;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Many chat rooms of so many messages each, as Slack exports them. Of a few rooms the messages are
 * long, and of random letters, so that an export of them does not get small.
 */
final class RoomsZip {
  /** From one such room to the next. */
  private static final int LARGE_EVERY = 48;

  /** The second room is the first of them. */
  private static final int FIRST_LARGE = 1;

  /** Of a large room, before it is squeezed. */
  private static final int LARGE = 14_000_000;

  private RoomsZip() {}

  static Path write(Path file, int rooms, int messages) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      StringBuilder channels = new StringBuilder();
      for (int room = 0; room < rooms; room++) {
        channels
            .append(room == 0 ? "[" : ",")
            .append(
                "{\"id\":\"C%d\",\"name\":\"%s\",\"members\":[\"U1\"]}"
                    .formatted(room, name(room)));
      }
      entry(zip, "channels.json", channels.append("]").toString());
      entry(zip, "users.json", "[{\"id\":\"U1\",\"name\":\"ann\",\"profile\":{}}]");
      for (int room = 0; room < rooms; room++) {
        entry(zip, name(room) + "/2020-09-13.json", day(room, messages));
      }
    }
    return file;
  }

  /** What a room is called. */
  static String name(int room) {
    return "room-" + room;
  }

  private static String day(int room, int messages) {
    int more = room % LARGE_EVERY == FIRST_LARGE ? LARGE / messages : 0;
    Random random = new Random(room);
    StringBuilder day = new StringBuilder();
    for (int i = 0; i < messages; i++) {
      day.append(i == 0 ? "[" : ",")
          .append("{\"type\":\"message\",\"user\":\"U1\",\"text\":\"message ")
          .append(i)
          .append(" of many in room ")
          .append(room)
          .append(' ')
          .append(noise(random, more))
          .append("\",\"ts\":\"1600000000.")
          .append(String.format("%06d", i))
          .append("\"}");
    }
    return day.append("]").toString();
  }

  private static String noise(Random random, int letters) {
    byte[] bytes = new byte[letters * 3 / 4];
    random.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static void entry(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }
}
