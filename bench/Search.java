import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Times calls of the own API: {@code java Search.java ORIGIN APP SECRET search} for messages that
 * FillRoom made, frequent words, rare ones, phrases, beginnings, Chinese, words that nobody said,
 * the newest and the best first; {@code ... utilisation FROM TO} for the report of all rooms.
 * Prints the median and the longest, in milliseconds.
 */
final class Search {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int TIMES = 9;
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final String origin;
  private final String token;

  private Search(String origin, String app, String secret) throws Exception {
    this.origin = origin + "/ledger/v1";
    String body = JSON.writeValueAsString(Map.of("app", app, "secret", secret));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(this.origin + "/token"))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    token = JSON.readTree(answer.body()).path("token").asText();
  }

  public static void main(String[] args) throws Exception {
    Search search = new Search(args[0], args[1], args[2]);
    if (args[3].equals("search")) {
      search.messages();
    } else {
      search.told(
          "utilisation",
          search.times("/utilisation?zone=Europe/Berlin&from=" + args[4] + "&to=" + args[5]));
    }
  }

  private JsonNode get(String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(origin + path))
            .header("Authorization", "Bearer " + token)
            .build();
    HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(path + ": " + answer.statusCode() + " " + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  private static String words(String words, String order) {
    return "/search/messages?order="
        + order
        + "&words="
        + URLEncoder.encode(words, StandardCharsets.UTF_8);
  }

  private void messages() throws Exception {
    String[] words = vocabulary();
    long start = System.nanoTime();
    while (!get(words(words[0], "newest")).path("whole").asBoolean()) {
      TimeUnit.SECONDS.sleep(1);
    }
    System.out.printf(Locale.ROOT, "  indexed after %.0f s%n", (System.nanoTime() - start) / 1e9);
    List<String> queries =
        List.of(
            words[0],
            words[10],
            words[300],
            words[3_999],
            words[0] + " " + words[1],
            words[2_000] + " " + words[3_000],
            "\"" + words[0] + " " + words[1] + "\"",
            words[5].substring(0, 2) + "*",
            words[0] + " -" + words[1],
            "\u4e00\u4e01",
            "\u4e80\u4f00\u4e10",
            "nobodysaidthis");
    List<Double> all = new ArrayList<>();
    for (String order : List.of("newest", "best")) {
      for (String query : queries) {
        double[] times = times(words(query, order));
        System.out.printf(
            Locale.ROOT, "  %-6s %-24s median %6.1f ms%n", order, query, times[TIMES / 2]);
        all.add(times[TIMES / 2]);
      }
    }
    told("search", all.stream().mapToDouble(Double::doubleValue).sorted().toArray());
  }

  private double[] times(String path) throws Exception {
    get(path);
    double[] times = new double[TIMES];
    for (int i = 0; i < TIMES; i++) {
      long start = System.nanoTime();
      get(path);
      times[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(times);
    return times;
  }

  private void told(String name, double[] sorted) {
    System.out.printf(
        Locale.ROOT,
        "%s median %.0f longest %.0f%n",
        name,
        sorted[sorted.length / 2],
        sorted[sorted.length - 1]);
  }

  /** The words of FillRoom, the most frequent first. */
  private static String[] vocabulary() {
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
