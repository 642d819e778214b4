import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Opens an unpacked export in Chromium, or one file, and measures: {@code java -cp 'target/lib/*' Page.java FOLDER|FILE
 * ENTRY CHROMIUM WORK QUERY...}. For the entry page, a page in the middle and the last one: the time until all is loaded and laid out,
 * and the memory of the process that shows it (RSS) after that; then each query, typed into the search field.
 */
final class Page {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LinkedBlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final WebSocket socket;
  private final Process chromium;
  private int calls;

  private Page(Process chromium, URI address) {
    this.chromium = chromium;
    this.socket = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(address, new Listener()).join();
  }

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]).toAbsolutePath();
    Path profile = Path.of(args[3], "profile");
    Process chromium =
        new ProcessBuilder(
                args[2], "--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0",
                "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--user-data-dir=" + profile, "about:blank")
            .redirectErrorStream(true).redirectOutput(profile.resolveSibling("chromium.log").toFile()).start();
    try {
      Page page = new Page(chromium, target(profile));
      page.call("Page.enable", Map.of());
      page.call("Runtime.enable", Map.of());
      if (Files.isRegularFile(folder)) {
        page.open("whole file", folder);
        return;
      }
      List<Path> pages;
      try (Stream<Path> all = Files.list(folder.resolve("pages"))) {
        pages = all.sorted().toList();
      }
      page.open("entry page", folder.resolve(args[1]));
      page.open("page " + (pages.size() / 2 + 1) + " of " + pages.size(), pages.get(pages.size() / 2));
      page.open("page " + pages.size() + " of " + pages.size(), pages.getLast());
      page.open("entry page, again", folder.resolve(args[1]));
      for (int i = 4; i < args.length; i++) {
        page.search(args[i]);
      }
    } finally {
      chromium.descendants().forEach(ProcessHandle::destroy);
      chromium.destroy();
      chromium.waitFor();
    }
  }

  /** Where the one tab listens. */
  private static URI target(Path profile) throws Exception {
    Path port = profile.resolve("DevToolsActivePort");
    for (int i = 0; i < 300 && !Files.exists(port); i++) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
    TimeUnit.MILLISECONDS.sleep(500);
    String list = "http://127.0.0.1:" + Files.readAllLines(port).getFirst() + "/json/list";
    try (InputStream tabs = URI.create(list).toURL().openStream()) {
      for (JsonNode tab : JSON.readTree(tabs)) {
        if (tab.path("type").asText().equals("page")) {
          return URI.create(tab.path("webSocketDebuggerUrl").asText());
        }
      }
    }
    throw new IOException("no tab in " + list);
  }

  private JsonNode call(String method, Map<String, ?> parameters) throws Exception {
    int id = ++calls;
    socket.sendText(JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)), true).join();
    while (true) {
      JsonNode answer = JSON.readTree(next(method));
      if (answer.path("id").asInt() == id) {
        if (answer.has("error") || answer.path("result").has("exceptionDetails")) {
          throw new IOException(method + ": " + answer);
        }
        return answer.path("result");
      }
    }
  }

  private String next(String waitingFor) throws Exception {
    String answer = answers.poll(600, TimeUnit.SECONDS);
    if (answer == null) {
      throw new IOException("no answer: " + waitingFor);
    }
    return answer;
  }

  private JsonNode evaluate(String script) throws Exception {
    return call("Runtime.evaluate", Map.of("expression", script, "awaitPromise", true, "returnByValue", true))
        .path("result").path("value");
  }

  private void open(String name, Path file) throws Exception {
    long start = System.nanoTime();
    call("Page.navigate", Map.of("url", file.toUri().toString()));
    while (!JSON.readTree(next("load")).path("method").asText().equals("Page.loadEventFired")) {
      // events of the page before
    }
    int height = evaluate("new Promise(r => requestAnimationFrame(() => r(document.documentElement.scrollHeight)))").asInt();
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(Locale.ROOT, "%-22s %,10d bytes, opened in %.2f s, %,d pixels high, renderer %,d MB%n",
        name, Files.size(file), seconds, height, rendererMegabytes());
  }

  private void search(String query) throws Exception {
    long start = System.nanoTime();
    String found =
        evaluate(
                """
                new Promise(done => {
                  const box = document.getElementById('search'), field = box.querySelector('input');
                  field.value = %s;
                  field.dispatchEvent(new Event('input'));
                  const look = () => {
                    const text = box.querySelector('[role=status]').textContent;
                    if (!box.classList.contains('busy') && location.hash.includes(encodeURIComponent(field.value)))
                      done(text); else setTimeout(look, 5);
                  };
                  setTimeout(look, 210);
                })
                """
                    .formatted(JSON.writeValueAsString(query)))
            .asText();
    System.out.printf(Locale.ROOT, "search %-15s %s in %.2f s (0.2 of them waiting for more keys), renderer %,d MB%n",
        query + ":", found, (System.nanoTime() - start) / 1e9, rendererMegabytes());
  }

  /** The largest of the browser's renderers: the one that shows the page. */
  private long rendererMegabytes() {
    return chromium.descendants()
        .filter(process -> commandLine(process.pid()).contains("--type=renderer"))
        .mapToLong(process -> rss(process.pid()) / 1024)
        .max()
        .orElse(-1);
  }

  private static String commandLine(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/cmdline"));
    } catch (IOException gone) {
      return "";
    }
  }

  private static long rss(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines.filter(line -> line.startsWith("VmRSS")).mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).sum();
    } catch (IOException gone) {
      return 0;
    }
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        answers.add(text.toString());
        text.setLength(0);
      }
      from.request(1);
      return null;
    }
  }
}
