import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Many clients at once: {@code java Clients.java ORIGIN APP SECRET USERNAME PASSWORD CLIENTS
 * SECONDS PAUSE}. Each asks, reads a page, fetches a piece of a file or posts, and waits PAUSE
 * milliseconds, half as long or half as long again, as a page does that looks again; meanwhile
 * exports of the room are ordered one after the other. Prints for each kind of call how many, the
 * median, the 99th percentile and the longest, and every answer that is no success, no documented
 * refusal (429, 503 with Retry-After) and not expected. One more client asks ten times a second
 * whether the server lives, which needs no database: what that takes is what the machine, the
 * network and these clients cost, who share the processors with the server.
 */
final class Clients {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int WARM_UP_SECONDS = 5;
  private static final int MOST = 4_000_000;

  private final String origin;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .connectTimeout(Duration.ofSeconds(20))
          .build();
  private final Map<String, Times> times = new TreeMap<>();
  private final Map<String, LongAdder> refused = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> errors = new ConcurrentHashMap<>();
  private String token = "";
  private String chatUser = "";
  private String chatToken = "";

  /** The room that is exported: its name, and its id. */
  private static final String NAME = "bench";

  private String room = "";
  private volatile String file = "";
  private volatile long size;
  private volatile long begins;
  private int pause;

  /** How long calls of one kind took, in microseconds. */
  private static final class Times {
    private int[] all = new int[1 << 14];
    private int count;

    synchronized void add(long micros) {
      if (count == all.length && count < MOST) {
        all = Arrays.copyOf(all, 2 * count);
      }
      if (count < all.length) {
        all[count++] = (int) Math.min(Integer.MAX_VALUE, micros);
      }
    }

    synchronized double percentile(double part) {
      int[] sorted = Arrays.copyOf(all, count);
      Arrays.sort(sorted);
      return count == 0 ? 0 : sorted[(int) Math.min(count - 1, Math.ceil(part * count) - 1)] / 1e3;
    }
  }

  private Clients(String origin) {
    this.origin = origin;
    for (String kind :
        new String[] {"poll", "list exports", "list messages", "range", "post", "alive"}) {
      times.put(kind, new Times());
    }
  }

  public static void main(String[] args) throws Exception {
    Clients all = new Clients(args[0]);
    all.logIn(
        Map.of("app", args[1], "secret", args[2]), Map.of("user", args[3], "password", args[4]));
    long ends =
        System.nanoTime() + TimeUnit.SECONDS.toNanos(WARM_UP_SECONDS + Long.parseLong(args[6]));
    all.pause = Integer.parseInt(args[7]);
    all.begins = System.nanoTime() + TimeUnit.SECONDS.toNanos(WARM_UP_SECONDS);
    all.export();
    int exports = 1;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < Integer.parseInt(args[5]); i++) {
        SplittableRandom random = new SplittableRandom(i);
        threads.execute(() -> all.live(random, ends));
      }
      threads.execute(() -> all.alive(ends));
      while (System.nanoTime() < ends) {
        all.export();
        exports++;
      }
    }
    System.exit(all.told(exports) ? 0 : 1);
  }

  private void logIn(Map<String, String> app, Map<String, String> person) throws Exception {
    JsonNode mine = JSON.readTree(send(json(request("/ledger/v1/token"), app)).body());
    JsonNode chat = JSON.readTree(send(json(request("/api/v1/login"), person)).body()).path("data");
    token = mine.path("token").asText();
    room =
        JSON.readTree(send(mine("/ledger/v1/chat-rooms/" + NAME).GET()).body()).path("id").asText();
    chatUser = chat.path("userId").asText();
    chatToken = chat.path("authToken").asText();
    if (token.isEmpty() || chatToken.isEmpty()) {
      throw new IllegalStateException("nobody was logged in: " + mine + chat);
    }
  }

  /** Orders one and waits for its end. */
  private void export() throws Exception {
    Map<String, Object> wish =
        Map.of("recipe", "chat.html", "selection", Map.of("room", new String[] {room}));
    JsonNode order = JSON.readTree(send(json(mine("/ledger/v1/exports"), wish)).body());
    String id = order.path("id").asText();
    if (id.isEmpty()) {
      throw new IllegalStateException("no export: " + order);
    }
    while (true) {
      JsonNode now = JSON.readTree(send(mine("/ledger/v1/exports/" + id).GET()).body());
      String status = now.path("status").asText();
      if (status.startsWith("done")) {
        size = now.path("size").asLong(now.path("result").path("size").asLong(1 << 20));
        file = id;
        return;
      }
      if (status.equals("failed") || status.equals("cancelled")) {
        error("export " + now);
        return;
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private void live(SplittableRandom random, long ends) {
    try {
      // not all in the same moment
      TimeUnit.MILLISECONDS.sleep(random.nextInt(2 * pause));
      while (System.nanoTime() < ends) {
        int dice = random.nextInt(100);
        if (dice < 40) {
          call("poll", mine("/ledger/v1/exports/" + file).GET());
        } else if (dice < 60) {
          call("list exports", mine("/ledger/v1/exports?limit=50").GET());
        } else if (dice < 80) {
          call("list messages", mine("/ledger/v1/chat-rooms/" + room + "/messages").GET());
        } else if (dice < 90) {
          long from = random.nextLong(Math.max(1, size - 65_536));
          call(
              "range",
              mine("/ledger/v1/exports/" + file + "/file")
                  .header("Range", "bytes=" + from + "-" + (from + 65_535))
                  .GET());
        } else {
          call(
              "post",
              json(
                  request("/api/v1/chat.postMessage")
                      .header("X-User-Id", chatUser)
                      .header("X-Auth-Token", chatToken),
                  Map.of("channel", "#" + NAME, "text", "said by one of many")));
        }
        TimeUnit.MILLISECONDS.sleep(random.nextInt(pause / 2, pause * 3 / 2));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      error(e.toString());
    }
  }

  private void alive(long ends) {
    try {
      while (System.nanoTime() < ends) {
        call("alive", request("/health/live").GET());
        TimeUnit.MILLISECONDS.sleep(100);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void call(String kind, HttpRequest.Builder request) throws InterruptedException {
    long began = System.nanoTime();
    try {
      HttpResponse<byte[]> answer = send(request);
      if (began >= begins) {
        times.get(kind).add((System.nanoTime() - began) / 1_000);
      }
      int status = answer.statusCode();
      boolean told = answer.headers().firstValue("Retry-After").isPresent() || status == 429;
      if (status >= 400 && told && (status == 429 || status == 503)) {
        refused.computeIfAbsent(kind + " " + status, _ -> new LongAdder()).increment();
      } else if (status >= 400) {
        error(
            kind
                + " "
                + status
                + " "
                + new String(answer.body(), 0, Math.min(200, answer.body().length)));
      }
    } catch (IOException e) {
      error(kind + " " + e);
    }
  }

  private void error(String what) {
    errors.computeIfAbsent(what, _ -> new LongAdder()).increment();
  }

  private static HttpRequest.Builder json(HttpRequest.Builder request, Map<String, ?> body)
      throws IOException {
    return request
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(origin + path)).timeout(Duration.ofSeconds(60));
  }

  private HttpRequest.Builder mine(String path) {
    return request(path).header("Authorization", "Bearer " + token);
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private boolean told(int exports) {
    double worst = 0;
    for (Map.Entry<String, Times> each : times.entrySet()) {
      Times it = each.getValue();
      System.out.printf(
          Locale.ROOT,
          "%-14s %8d calls, median %6.1f ms, 99th percentile %7.1f ms, longest %8.1f ms%n",
          each.getKey(),
          it.count,
          it.percentile(0.5),
          it.percentile(0.99),
          it.percentile(1));
      worst = each.getKey().startsWith("list") ? Math.max(worst, it.percentile(0.99)) : worst;
    }
    System.out.println("exports meanwhile " + exports);
    System.out.printf(
        Locale.ROOT,
        "processor time of the clients themselves %.1f s%n",
        ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3);
    refused.forEach(
        (what, count) -> System.out.println("refused as documented: " + count + " x " + what));
    errors.forEach((what, count) -> System.out.println("ERROR " + count + " x " + what));
    System.out.printf(Locale.ROOT, "listings %.1f%n", worst);
    return errors.isEmpty();
  }
}
