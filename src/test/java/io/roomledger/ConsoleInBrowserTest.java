package io.roomledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.roomledger.export.Verification;
import io.roomledger.export.format.Chromium;
import io.roomledger.hold.HeldKind;
import io.roomledger.hold.Hold;
import io.roomledger.node.NodeScript;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console in a real browser, which keeps its policy; axe looks at every page. */
class ConsoleInBrowserTest {
  private static final Path PICTURES = Path.of("target/screenshots");
  private static final String AXE =
      """
      axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})
         .then(found => found.violations.map(it => it.id + ': ' + it.nodes[0].target))
      """;

  @TempDir private static Path folder;
  private static RunningServer server;
  private static Chromium chromium;
  private static String axe;

  private final List<String> complaints = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    axe = NodeScript.source("axe-core/axe.min.js");
    server =
        RunningServer.withSample(
            folder,
            Map.of(
                "console.openid.issuer",
                "http://127.0.0.1:9",
                "console.openid.client-id",
                "rooms"));
    chromium = new Chromium();
  }

  @AfterAll
  static void stop() {
    chromium.close();
    server.close();
  }

  @Test
  void atADeskByKeyboardFromTheLogInToAVerifiedFile() throws Exception {
    try (BrowserContext desk = window(1280, ColorScheme.LIGHT, "en-GB")) {
      Page page = opened(desk, "/chat-rooms");
      look(page, "console-log-in");
      page.getByLabel("User name").fill("admin");
      page.getByLabel("Password").fill("roomledger-demo");
      page.keyboard().press("Enter");
      page.waitForURL("**/chat-rooms");
      look(page, "console-rooms");

      page.getByLabel("Find a room").pressSequentially("stud");
      page.getByText("Move planning").waitFor(hidden());
      page.getByText("Studio").first().focus();
      page.keyboard().press("Enter");
      page.getByText("我有！周五发。").waitFor();
      look(page, "console-room");

      page.getByLabel("Find in this room").fill("checklist");
      page.keyboard().press("Enter");
      page.locator("mark").first().waitFor();
      look(page, "console-search");
      page.locator(".hit a").first().click();
      page.locator(".message.sought").waitFor();

      page.getByText("Export", new Page.GetByTextOptions().setExact(true)).click();
      page.getByText("19 messages").waitFor();
      page.getByLabel("From").fill("2021-11-12");
      page.getByText(Pattern.compile("^[1-9] messages$")).waitFor();
      look(page, "console-order");
      page.getByText("Order", new Page.GetByTextOptions().setExact(true)).click();
      page.locator(".state.done").waitFor();
      look(page, "console-export");
      verified(page);

      hold();
      for (String path :
          List.of(
              "/",
              "/exports",
              "/recordings",
              "/people",
              "/apps",
              "/dialects",
              "/tokens",
              "/account",
              "/roles",
              "/audit",
              "/holds")) {
        page.navigate(server.address() + path);
        look(page, "console-" + (path.equals("/") ? "home" : path.substring(1)));
      }
      plays(page);
    }
    assertThat(complaints).isEmpty();
  }

  private static void hold() {
    Hold _ =
        server
            .wiring()
            .recordingWiring()
            .recorded()
            .kept()
            .holds()
            .place(server.wiring().operator(), HeldKind.PERSON, "aiko", "Case 7: the invoices");
  }

  private static void verified(Page page) throws Exception {
    Download download =
        page.waitForDownload(
            () -> page.getByText("Download", new Page.GetByTextOptions().setExact(true)).click());
    Path file = folder.resolve("download.zip");
    download.saveAs(file);
    assertThat(download.suggestedFilename()).startsWith("Studio-").endsWith(".zip");
    assertThat(Verification.of(file).passed()).isTrue();
  }

  private void plays(Page page) {
    page.navigate(server.address() + "/recordings");
    page.getByText("Design review").first().click();
    look(page, "console-recording");
    until(page, "document.querySelector('video').readyState >= 1");
    page.getByLabel("Speed").selectOption("2");
    page.evaluate("document.querySelector('video').currentTime = 8");
    until(page, "!document.querySelector('video').seeking");
    assertThat(page.evaluate("document.querySelector('video').playbackRate")).isEqualTo(2);
  }

  /** The policy forbids the page to evaluate what Playwright would have it ask again and again. */
  private static void until(Page page, String condition) {
    page.waitForCondition(() -> Boolean.TRUE.equals(page.evaluate(condition)));
  }

  @Test
  void onAPhoneInTheDarkInChinese() {
    try (BrowserContext phone = window(390, ColorScheme.DARK, "zh-CN")) {
      Page page = opened(phone, "/log-in");
      look(page, "console-phone-log-in");
      page.getByLabel("用户名或邮箱").fill("admin");
      page.getByLabel("密码").fill("roomledger-demo");
      page.keyboard().press("Enter");
      page.getByText("最近有消息的聊天室").waitFor();
      look(page, "console-phone-home");
      page.getByText("菜单").click();
      look(page, "console-phone-menu");
      page.keyboard().press("Escape");
      for (String path :
          List.of(
              "/chat-rooms/iu7jtPAhvEeAS5tNq",
              "/meeting-rooms",
              "/recordings",
              "/dialects",
              "/settings")) {
        page.navigate(server.address() + path);
        look(page, "console-phone-" + path.replaceAll("/([a-z-]+).*", "$1"));
      }
      assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor"))
          .isEqualTo("rgb(18, 25, 29)");
    }
    assertThat(complaints).isEmpty();
  }

  /** Nothing is wider than the window, and axe finds nothing; a picture is kept. */
  private static void look(Page page, String name) {
    page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
    assertThat(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
        .as(name)
        .isEqualTo(true);
    assertThat((List<?>) page.evaluate(AXE)).as(name).isEmpty();
  }

  private static Locator.WaitForOptions hidden() {
    return new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN);
  }

  private static BrowserContext window(int width, ColorScheme scheme, String language) {
    BrowserContext context =
        chromium.context(
            new Browser.NewContextOptions()
                .setViewportSize(width, 850)
                .setColorScheme(scheme)
                .setTimezoneId("Europe/Berlin")
                .setLocale(language));
    context.addInitScript(axe);
    return context;
  }

  private Page opened(BrowserContext context, String path) {
    Page page = context.newPage();
    page.onConsoleMessage(message -> {
      if (message.type().equals("error") || message.type().equals("warning")) {
        complaints.add(message.text());
      }
    });
    page.onPageError(complaints::add);
    page.navigate(server.address() + path);
    return page;
  }
}
