package io.roomledger.dialect.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.ColorScheme;
import io.roomledger.conference.ConferenceHouse;
import io.roomledger.conference.Recording;
import io.roomledger.http.Answer;
import io.roomledger.http.Endpoint;
import io.roomledger.http.HttpServer;
import io.roomledger.http.HttpSettings;
import io.roomledger.http.Site;
import io.roomledger.node.NodeScript;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page of somebody else's shows a recording by its link, in a real browser. */
class FilmInBrowserTest {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final int SECONDS = 40;

  /** A film whose index lies at its end, as recorders write it, too large to be loaded at once. */
  private static final List<String> FFMPEG =
      List.of(
          "ffmpeg",
          "-v",
          "error",
          "-f",
          "lavfi",
          "-i",
          "testsrc2=size=320x180:rate=10:duration=" + SECONDS + ",noise=alls=80:allf=t",
          "-c:v",
          "libx264",
          "-profile:v",
          "baseline",
          "-pix_fmt",
          "yuv420p",
          "-preset",
          "ultrafast",
          "-g",
          "10",
          "-b:v",
          "6M");

  @TempDir Path folder;

  private final List<Response> films = new CopyOnWriteArrayList<>();

  @Test
  void aLinkPlaysAndSeeksUntilItIsAlteredEndedOrExpires() throws Exception {
    Path film = film();
    try (LedgerHouse house = new LedgerHouse(folder);
        HttpServer place = HttpServer.start(HttpSettings.DEFAULT.withPort(0), List.of(site()));
        Playwright playwright = playwright();
        Browser browser = browser(playwright);
        BrowserContext context = browser.newContext();
        Page page = context.newPage()) {
      page.onResponse(response -> {
        if (response.url().contains("/media/")) {
          films.add(response);
        }
      });
      String watch = "http://127.0.0.1:" + place.port() + "/watch";
      page.navigate(watch);
      String id = stored(house, film);
      String link = link(house, id);

      theApiCanBeBrowsed(browser, house.origin() + "/ledger/v1/");
      playsFromTheMiddle(page, link, Files.size(film));
      refused(browser, watch, link.replace("/media/", "/media/A"));

      String links = "/ledger/v1/recordings/" + id + "/links";
      String ada = house.token(house.people.ada);
      assertThat(house.delete(links, ada).statusCode()).isEqualTo(204);
      refused(browser, watch, link);

      String again = link(house, id);
      plays(page, again);
      house.people.clock.tick(Duration.ofHours(3));
      refused(browser, watch, again);
    }
  }

  /** On a phone, light and dark: axe finds nothing, the policy stops nothing, no side-scrolling. */
  private static void theApiCanBeBrowsed(Browser browser, String address) {
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      try (BrowserContext phone =
              browser.newContext(
                  new Browser.NewContextOptions()
                      .setViewportSize(390, 800)
                      .setColorScheme(scheme));
          Page page = phone.newPage()) {
        List<String> complaints = new CopyOnWriteArrayList<>();
        page.onConsoleMessage(message -> complaints.add(message.text()));
        page.navigate(address);
        assertThat(page.locator("article h3").count()).isGreaterThan(40);
        assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
            .isEqualTo(true);
        page.evaluate(NodeScript.source("axe-core/axe.min.js"));
        assertThat(
                page.evaluate(
                    "axe.run().then(r => r.violations.map(v => v.id + ' ' + v.nodes[0].html))"))
            .isEqualTo(List.of());
        assertThat(complaints).isEmpty();
      }
    }
  }

  private void playsFromTheMiddle(Page page, String link, long size) {
    plays(page, link);
    assertThat(page.evaluate("v.videoWidth + 'x' + v.videoHeight")).isEqualTo("320x180");
    assertThat(((Number) page.evaluate("v.duration")).doubleValue()).isBetween(39.0, 41.0);

    films.clear();
    page.evaluate("v.currentTime = " + SECONDS / 2);
    page.waitForFunction("!v.seeking && v.readyState >= 3");
    page.evaluate("v.play()");
    page.waitForFunction("v.currentTime > " + (SECONDS / 2 + 0.5));
    page.evaluate("v.pause()");
    assertThat(films)
        .anySatisfy(answer -> {
          assertThat(answer.status()).isEqualTo(206);
          assertThat(answer.headers().get("content-type")).isEqualTo("video/mp4");
          String range = answer.headers().getOrDefault("content-range", "");
          assertThat(range).startsWith("bytes ").endsWith("/" + size);
          long from = Long.parseLong(range.substring("bytes ".length(), range.indexOf('-')));
          assertThat(from).isBetween(size * 3 / 10, size * 7 / 10);
        });
  }

  private static void plays(Page page, String link) {
    page.evaluate("link => { v.src = link; return v.play(); }", link);
    page.waitForFunction("v.currentTime > 0.3");
    page.evaluate("v.pause()");
  }

  /**
   * In a browser that has nothing of the film in its cache: the player, which another origin does
   * not even tell the status, shows nothing, and the address itself answers 403.
   */
  private static void refused(Browser browser, String watch, String link) {
    try (BrowserContext context = browser.newContext();
        Page page = context.newPage()) {
      page.navigate(watch);
      page.evaluate("link => { v.src = link; v.load(); }", link);
      page.waitForFunction("v.error !== null");
      assertThat(page.evaluate("v.error.code === MediaError.MEDIA_ERR_SRC_NOT_SUPPORTED"))
          .isEqualTo(true);
      Response answer = page.navigate(link);
      assertThat(answer).isNotNull();
      assertThat(answer.status()).isEqualTo(403);
    }
  }

  private static Site site() {
    String page =
        "<!doctype html><link rel=icon href=data:,><title>Film</title>"
            + "<video id=v muted playsinline preload=metadata></video>";
    // the test asks the page by scripts, which no answer without a policy of its own may run
    Answer answer =
        Answer.text(200, "text/html", page)
            .with("Content-Security-Policy", "script-src 'unsafe-inline' 'unsafe-eval'");
    return Site.plain("place", List.of("/"), List.of(Endpoint.get("/watch", call -> answer)));
  }

  private static String link(LedgerHouse house, String id) throws Exception {
    String ada = house.token(house.people.ada);
    return LedgerHouse.json(house.post("/ledger/v1/recordings/" + id + "/links", ada, ""))
        .path("file")
        .textValue();
  }

  private static String stored(LedgerHouse house, Path film) throws Exception {
    house.people.conference(ConferenceHouse.CONFERENCE);
    try (InputStream in = Files.newInputStream(film)) {
      return house
          .people
          .recordings(false)
          .add(
              house.people.operator(),
              ConferenceHouse.CONFERENCE,
              house.people.draft(
                  house.people.ada,
                  new Recording.Ready(),
                  Optional.of(Duration.ofSeconds(SECONDS))),
              in)
          .id()
          .toString();
    }
  }

  private Path film() throws Exception {
    Path file = folder.resolve("film.mp4");
    List<String> command = new ArrayList<>(FFMPEG);
    command.add(file.toString());
    Process ffmpeg = new ProcessBuilder(command).inheritIO().start();
    assertThat(ffmpeg.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(ffmpeg.exitValue()).isZero();
    return file;
  }

  private static Playwright playwright() {
    return Playwright.create(
        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
  }

  private static Browser browser(Playwright playwright) {
    return playwright
        .chromium()
        .launch(
            new BrowserType.LaunchOptions()
                .setExecutablePath(CHROMIUM)
                .setArgs(List.of("--no-sandbox", "--disable-gpu", "--no-zygote")));
  }
}
