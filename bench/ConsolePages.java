import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times pages of the console as a browser gets them: {@code java ConsolePages.java ORIGIN
 * ONE-TIME-PASSWORD PAGE...}, of a server that nobody has begun with. A page is {@code
 * NAME=ADDRESS}; {@code ADDRESS->REGEX} is the first link of that page that fits, and may be
 * followed by another; {@code {w7}} is the seventh word of FillRoom's; {@code !} before the address
 * sends the form of the page instead, as the panel of exports does to count. Prints of each: {@code
 * page MEDIAN SLOWEST KILOBYTES NAME}, milliseconds; at last, {@code first page} and the kilobytes
 * over the wire of home with its styles, scripts and pictures.
 */
final class ConsolePages {
  private static final int TIMES = 40;
  private static final int WARM_UP = 10;
  private static final String[] WORDS = FillRoom.words();
  private static final Pattern WORD = Pattern.compile("\\{w([0-9]+)}");
  private static final Pattern PROOF = Pattern.compile("name=\"proof\" value=\"([^\"]+)\"");
  private static final Pattern PART = Pattern.compile("(?:href|src)=\"(/assets/[^\"]+)\"");

  private final HttpClient client =
      HttpClient.newBuilder()
          .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
          .build();
  private final String origin;
  private String proof = "";

  private ConsolePages(String origin) {
    this.origin = origin;
  }

  public static void main(String[] args) throws Exception {
    ConsolePages pages = new ConsolePages(args[0]);
    pages.begin(args[1]);
    pages.awaitIndex();
    pages.order("roombench00000000");
    for (String asked : Arrays.asList(args).subList(2, args.length)) {
      String[] parts = asked.split("=", 2);
      pages.time(
          parts[0],
          WORD.matcher(parts[1]).replaceAll(found -> WORDS[Integer.parseInt(found.group(1))]));
    }
    System.out.printf(Locale.ROOT, "first page %.0f%n", pages.bytes() / 1000.0);
  }

  private void begin(String oneTime) throws Exception {
    String password = "a password of the bench";
    read(get("/first-start"));
    int status =
        post(
                "/first-start",
                "oneTime",
                oneTime,
                "organisation",
                "Bench",
                "name",
                "Nia Novak",
                "username",
                "nia",
                "password",
                password,
                "again",
                password)
            .statusCode();
    if (status != 303) {
      throw new IllegalStateException("first start: " + status);
    }
  }

  /** Orders a month of that room, and waits until it is there. */
  private void order(String room) throws Exception {
    read(get("/exports/new"));
    String place =
        post(
                "/exports/new", "do", "order", "kind", "chat", "room", room, "format", "html",
                "from", "2020-01-01", "to", "2020-01-31")
            .headers()
            .firstValue("Location")
            .orElseThrow();
    read(get("/exports/live?id=" + place.replaceAll("\\D", "")));
  }

  /**
   * The words of messages that come in so many at once are looked up by and by; until then the page
   * says so.
   */
  private void awaitIndex() throws Exception {
    long began = System.nanoTime();
    while (read(get("/search?words=" + WORDS[0])).contains("A large import is still being ")) {
      TimeUnit.SECONDS.sleep(1);
    }
    System.out.printf(Locale.ROOT, "indexed after %.0f s%n", (System.nanoTime() - began) / 1e9);
  }

  /** The text of a page, which must be there; forms of it are sent with its proof. */
  private String read(HttpResponse<String> answer) {
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(answer.uri() + ": " + answer.statusCode());
    }
    Matcher found = PROOF.matcher(answer.body());
    if (found.find()) {
      proof = found.group(1);
    }
    return answer.body();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(origin + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String... fields) throws Exception {
    StringBuilder form = new StringBuilder("proof=" + proof);
    for (int i = 0; i < fields.length; i += 2) {
      form.append('&')
          .append(fields[i])
          .append('=')
          .append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
    }
    return client.send(
        HttpRequest.newBuilder(URI.create(origin + path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Origin", origin)
            .POST(HttpRequest.BodyPublishers.ofString(form.toString()))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private interface Asking {
    HttpResponse<String> once() throws Exception;
  }

  private void time(String name, String address) throws Exception {
    List<String> way = List.of(address.substring(address.startsWith("!") ? 1 : 0).split("->"));
    String path = way.getFirst();
    for (String next : way.subList(1, way.size())) {
      Matcher link = Pattern.compile("href=\"(" + next + ")\"").matcher(read(get(path)));
      if (!link.find()) {
        throw new IllegalStateException(path + ": no link like " + next);
      }
      path = link.group(1).replace("&amp;", "&");
    }
    String found = path;
    if (address.startsWith("!")) {
      String[] parts = found.split("\\?", 2);
      String[] fields = parts[1].split("[=&]");
      time(name, () -> post(parts[0], fields));
    } else {
      time(name, () -> get(found));
    }
  }

  private void time(String name, Asking asking) throws Exception {
    double[] millis = new double[TIMES];
    int size = 0;
    for (int i = -WARM_UP; i < TIMES; i++) {
      long began = System.nanoTime();
      HttpResponse<String> answer = asking.once();
      if (i >= 0) {
        millis[i] = (System.nanoTime() - began) / 1e6;
      }
      size = read(answer).length();
    }
    Arrays.sort(millis);
    System.out.printf(
        Locale.ROOT,
        "page %.1f %.1f %.0f %s%n",
        millis[TIMES / 2],
        millis[TIMES - 1],
        size / 1000.0,
        name);
  }

  /** As a browser asks, which takes what is squeezed. */
  private long wire(String path) throws IOException, InterruptedException {
    return client
        .send(
            HttpRequest.newBuilder(URI.create(origin + path))
                .header("Accept-Encoding", "gzip")
                .build(),
            HttpResponse.BodyHandlers.ofByteArray())
        .body()
        .length;
  }

  private long bytes() throws Exception {
    long bytes = wire("/");
    Matcher part = PART.matcher(read(get("/")));
    while (part.find()) {
      bytes += wire(part.group(1));
    }
    return bytes;
  }
}
