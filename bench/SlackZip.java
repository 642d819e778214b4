import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Makes a Slack export zip of one room for measuring: {@code java SlackZip.java FILE.zip MESSAGES}. Words follow Zipf's
 * law, a quarter of the messages are Chinese, a message is about 120 characters; the seed is fixed, so the file is
 * always the same.
 */
final class SlackZip {
  private static final int PEOPLE = 500;
  private static final int A_DAY = 2_000;
  private static final String[] WORDS = words();

  public static void main(String[] args) throws IOException {
    int messages = Integer.parseInt(args[1]);
    Random random = new Random(20180203);
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(Path.of(args[0])));
        ZipOutputStream zip = new ZipOutputStream(file, StandardCharsets.UTF_8)) {
      zip.setLevel(1);
      entry(zip, "channels.json", channels());
      entry(zip, "users.json", users());
      LocalDate day = LocalDate.of(2020, 1, 1);
      for (int from = 0; from < messages; from += A_DAY, day = day.plusDays(1)) {
        entry(zip, "bench/" + day + ".json", day(day, Math.min(A_DAY, messages - from), random));
      }
    }
  }

  private static void entry(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }

  private static String channels() {
    return "[{\"id\":\"C0BENCH001\",\"name\":\"bench\",\"created\":1577836800,\"creator\":\"U00000000\","
        + "\"is_archived\":false,\"members\":[\"U00000000\"],\"topic\":{\"value\":\"\"},\"purpose\":{\"value\":\"\"}}]";
  }

  private static String users() {
    StringBuilder json = new StringBuilder("[");
    for (int i = 0; i < PEOPLE; i++) {
      json.append(i == 0 ? "" : ",")
          .append(String.format("{\"id\":\"U%08d\",\"name\":\"person%d\",\"deleted\":false,", i, i))
          .append(String.format("\"real_name\":\"Person %d\",\"profile\":{\"real_name\":\"Person %d\"}}", i, i));
    }
    return json.append("]").toString();
  }

  private static String day(LocalDate day, int messages, Random random) {
    Instant start = day.atStartOfDay().toInstant(ZoneOffset.UTC);
    StringBuilder json = new StringBuilder(messages * 220).append("[");
    for (int i = 0; i < messages; i++) {
      json.append(i == 0 ? "" : ",\n")
          .append(String.format("{\"type\":\"message\",\"user\":\"U%08d\",\"ts\":\"%d.%06d\",\"text\":\"",
              random.nextInt(PEOPLE), start.getEpochSecond() + i * 40L, i))
          .append(text(random))
          .append("\"}");
    }
    return json.append("]").toString();
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder(140);
    boolean chinese = random.nextInt(4) == 0;
    while (text.length() < 60 + random.nextInt(120)) {
      if (chinese) {
        text.append((char) (0x4e00 + (int) (3000 * Math.pow(random.nextDouble(), 3))));
      } else {
        text.append(WORDS[(int) (WORDS.length * Math.pow(random.nextDouble(), 3))]).append(' ');
      }
    }
    return text.toString().strip();
  }

  private static String[] words() {
    Random random = new Random(7);
    String[] words = new String[4_000];
    for (int i = 0; i < words.length; i++) {
      StringBuilder word = new StringBuilder();
      for (int j = 2 + random.nextInt(8); j > 0; j--) {
        word.append((char) ('a' + random.nextInt(26)));
      }
      words[i] = word.toString();
    }
    return words;
  }
}
