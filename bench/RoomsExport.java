import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.dhatim.fastexcel.reader.ReadableWorkbook;

/**
 * Orders, polls and downloads the reservations of all rooms as a script would, and writes the same cells with fastexcel
 * from memory. {@code java RoomsExport.java ORIGIN APP_ID APP_SECRET FOLDER ROUNDS}.
 */
final class RoomsExport {
  private static final String EXPORTS = "/open-apis/vc/v1/exports/";
  private static final String YEARS = "\"start_time\":\"1735689600\",\"end_time\":\"1830297600\"";
  private static final String MOMENT = "\"start_time\":\"1\",\"end_time\":\"1\"";
  private static final int SAMPLES = 500;
  private static final int COLUMNS = 15;
  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final String origin;
  private final String token;

  private RoomsExport(String origin, String id, String secret) throws Exception {
    this.origin = origin;
    String body = JSON.writeValueAsString(Map.of("app_id", id, "app_secret", secret));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(origin + "/open-apis/auth/v3/tenant_access_token/internal"))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    this.token = JSON.readTree(CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body()).get("tenant_access_token").asText();
  }

  public static void main(String[] args) throws Exception {
    RoomsExport bench = new RoomsExport(args[0], args[1], args[2]);
    Path folder = Path.of(args[3]);
    int rounds = Integer.parseInt(args[4]);
    Path ours = folder.resolve("ours.xlsx");
    double[] exports = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      exports[round] = bench.export(ours);
      System.out.printf(Locale.ROOT, "export: ordered to done in %.2f s, %,d bytes%n", exports[round], Files.size(ours));
    }
    bench.latencies();
    List<String[]> cells = cells(ours);
    double[] floors = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      Path floor = folder.resolve("floor.xlsx");
      floors[round] = fastexcel(cells, floor);
      System.out.printf(Locale.ROOT, "floor: fastexcel, %,d rows from memory in %.2f s, %,d bytes%n", cells.size(), floors[round], Files.size(floor));
    }
    double best = Arrays.stream(exports).min().orElseThrow();
    double floor = Arrays.stream(floors).min().orElseThrow();
    System.out.printf(Locale.ROOT, "best of %d: %.2f s against %.2f s, ratio %.2f (goal: at most 3)%n", rounds, best, floor, best / floor);
  }

  private double export(Path file) throws Exception {
    long start = System.nanoTime();
    String task = order(YEARS);
    JsonNode data = poll(task);
    while (data.get("status").asInt() == 1) {
      Thread.sleep(20);
      data = poll(task);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    if (data.get("status").asInt() != 3) {
      throw new IllegalStateException("failed: " + data);
    }
    CLIENT.send(request(URI.create(data.get("url").asText())).build(), HttpResponse.BodyHandlers.ofFile(file));
    return seconds;
  }

  /** Orders and polls, 20 of each in a second, while there is always an export of everything under way. */
  private void latencies() throws Exception {
    double[] orders = new double[SAMPLES];
    double[] polls = new double[SAMPLES];
    String running = order(YEARS);
    for (int i = 0; i < SAMPLES; i++) {
      long start = System.nanoTime();
      order(MOMENT);
      long ordered = System.nanoTime();
      JsonNode data = poll(running);
      long polled = System.nanoTime();
      orders[i] = (ordered - start) / 1e6;
      polls[i] = (polled - ordered) / 1e6;
      if (data.get("status").asInt() != 1) {
        running = order(YEARS);
      }
      Thread.sleep(Math.max(0, 50 - (long) (orders[i] + polls[i])));
    }
    print("order", orders);
    print("poll", polls);
  }

  private static void print(String what, double[] millis) {
    Arrays.sort(millis);
    System.out.printf(
        Locale.ROOT,
        "%s while an export runs: median %.1f ms, 99th percentile %.1f ms, longest %.1f ms (goal: 50 ms at the 99th)%n",
        what, millis[SAMPLES / 2], millis[SAMPLES * 99 / 100], millis[SAMPLES - 1]);
  }

  private String order(String period) throws Exception {
    String body = "{\"room_level_id\":\"0\",\"need_topic\":true," + period + "}";
    HttpRequest request =
        request(URI.create(origin + EXPORTS + "resource_reservation_list"))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return data(request).get("task_id").asText();
  }

  private JsonNode poll(String task) throws Exception {
    return data(request(URI.create(origin + EXPORTS + task)).build());
  }

  private HttpRequest.Builder request(URI address) {
    return HttpRequest.newBuilder(address).header("Authorization", "Bearer " + token);
  }

  private static JsonNode data(HttpRequest request) throws Exception {
    HttpResponse<byte[]> reply = CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray());
    JsonNode json = JSON.readTree(reply.body());
    if (reply.statusCode() != 200) {
      throw new IllegalStateException(reply.statusCode() + " " + json);
    }
    return json.get("data");
  }

  /** The cells of the file, each text once. */
  private static List<String[]> cells(Path file) throws Exception {
    List<String[]> rows = new ArrayList<>();
    Map<String, String> texts = new HashMap<>();
    try (InputStream in = Files.newInputStream(file);
        ReadableWorkbook book = new ReadableWorkbook(in);
        var stream = book.getFirstSheet().openStream()) {
      stream.forEach(row -> {
        String[] cells = new String[COLUMNS];
        for (int i = 0; i < COLUMNS; i++) {
          String text = row.getCellCount() > i ? row.getCellAsString(i).orElse("") : "";
          cells[i] = texts.computeIfAbsent(text, same -> same);
        }
        rows.add(cells);
      });
    }
    return rows;
  }

  private static double fastexcel(List<String[]> cells, Path file) throws Exception {
    long start = System.nanoTime();
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
        Workbook book = new Workbook(out, "bench", "1.0")) {
      Worksheet sheet = book.newWorksheet("Reservations");
      for (int row = 0; row < cells.size(); row++) {
        String[] texts = cells.get(row);
        for (int column = 0; column < COLUMNS; column++) {
          if (!texts[column].isEmpty()) {
            sheet.inlineString(row, column, texts[column]);
          }
        }
        if (row % 1000 == 999) {
          sheet.flush();
        }
      }
    }
    return (System.nanoTime() - start) / 1e9;
  }
}
