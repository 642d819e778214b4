package io.roomledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.roomledger.export.Verification;
import io.roomledger.export.format.Chromium;
import io.roomledger.node.NodeScript;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From words that are looked for to a file that is proved, in a real browser; axe looks along. */
class ConsoleExportsInBrowserTest {
  private static final Path PICTURES = Path.of("target/screenshots");
  private static final String ROOM = "iu7jtPAhvEeAS5tNq";
  private static final String AXE =
      """
      axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})
         .then(found => found.violations.map(it => it.id + ': ' + it.nodes[0].target))
      """;

  @TempDir private Path folder;
  private final List<String> complaints = new ArrayList<>();

  @Test
  void whatIsFoundIsExportedWatchedVerifiedAndRepeated() throws Exception {
    String axe = NodeScript.source("axe-core/axe.min.js");
    try (RunningServer server = RunningServer.withSample(folder, Map.of());
        Chromium chromium = new Chromium()) {
      String done;
      try (BrowserContext desk = window(chromium, axe, 1280, ColorScheme.LIGHT, "en-GB")) {
        Page page = opened(desk, server, "/");
        logIn(page, "User name", "Password");
        found(page);
        done = ordered(page);
        proved(page);
        repeated(page, server);
      }
      try (BrowserContext phone = window(chromium, axe, 390, ColorScheme.DARK, "zh-CN")) {
        Page page = opened(phone, server, "/log-in");
        logIn(page, "用户名或邮箱", "密码");
        for (String path :
            List.of(
                "/exports",
                done,
                done + "/manifest",
                "/exports/new?kind=chat&room=" + ROOM,
                "/exports/new?kind=recordings",
                "/schedules",
                "/webhooks",
                "/search?words=checklist",
                "/chat-rooms/" + ROOM,
                "/chat-rooms/" + ROOM + "/members")) {
          page.navigate(server.address() + path);
          look(
              page, "exports-phone" + path.replaceAll("[0-9]{10,}", "one").replaceAll("\\W+", "-"));
        }
      }
    }
    assertThat(complaints).isEmpty();
  }

  private static void found(Page page) {
    page.keyboard().press("/");
    page.waitForURL("**/search");
    page.keyboard().type("checklist");
    page.keyboard().press("Enter");
    page.locator("mark").first().waitFor();
    look(page, "exports-search");
    page.getByText("Export what was found").click();
    page.locator("#words").waitFor();
  }

  /** Answers where the export is. */
  private static String ordered(Page page) {
    page.getByLabel("Words").fill("");
    page.getByLabel("Words").press("Tab");
    page.getByText("19 messages").waitFor();
    page.getByLabel("Find somebody by name").pressSequentially("priya");
    page.getByText("@priya").click();
    page.getByText(Pattern.compile("^[1-9] messages$")).waitFor();
    page.getByText("To keys").click();
    page.getByLabel("Public keys of the recipients").fill("age1nonsense");
    page.getByLabel("Public keys of the recipients").press("Tab");
    page.getByText("age1nonsense is no public key of age").first().waitFor();
    look(page, "exports-panel-refused");
    page.getByText("Whoever has the file reads it").click();
    page.getByText("@priya").click();
    page.getByText("19 messages").waitFor();
    look(page, "exports-panel");
    page.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(true)
            .setPath(PICTURES.resolve("exports-panel-whole.png")));
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Order").setExact(true))
        .click();
    page.waitForURL(Pattern.compile(".*/exports/[0-9]+.*"));
    page.locator(".state.done").waitFor();
    page.getByText("Hand it on").waitFor();
    return page.url().replaceAll(".*(/exports/[0-9]+).*", "$1");
  }

  private void proved(Page page) throws Exception {
    button(page, "Verify").click();
    page.getByText("Nothing is wrong with it.").waitFor();
    look(page, "exports-export");
    page.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(true)
            .setPath(PICTURES.resolve("exports-export-whole.png")));
    Download download =
        page.waitForDownload(
            () -> page.getByText("Download", new Page.GetByTextOptions().setExact(true)).click());
    Path file = folder.resolve("download.zip");
    download.saveAs(file);
    assertThat(Verification.of(file).passed()).isTrue();
    button(page, "Make a link").click();
    page.getByText("This is the link.").waitFor();
    look(page, "exports-link");
    page.getByText("What is in it").click();
    page.getByText("Signed by this server").waitFor();
    look(page, "exports-manifest");
  }

  private static void repeated(Page page, RunningServer server) {
    page.navigate(server.address() + "/exports/new?kind=chat&repeat=week&room=" + ROOM);
    page.getByLabel("Name of the schedule").fill("Every week");
    look(page, "exports-schedule-panel");
    button(page, "Order").click();
    page.getByText("It runs by itself from now on").waitFor();
    look(page, "exports-schedules");
    page.getByLabel("Delete: Every week").click();
    page.getByText("Delete this schedule?").waitFor();
    look(page, "exports-sure");
    page.getByText("No, go back").click();
    page.navigate(server.address() + "/exports?state=done&kind=chat");
    look(page, "exports-list");
    page.navigate(server.address() + "/webhooks");
    look(page, "exports-webhooks");
    page.navigate(server.address() + "/chat-rooms/" + ROOM);
    page.locator("a.file").first().click();
    page.locator("pre.paper").waitFor();
    look(page, "exports-file");
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static void logIn(Page page, String name, String password) {
    page.getByLabel(name).fill("admin");
    page.getByLabel(password).fill("roomledger-demo");
    page.keyboard().press("Enter");
    page.locator("main#main.sheet")
        .waitFor(
            new Locator.WaitForOptions()
                .setState(com.microsoft.playwright.options.WaitForSelectorState.DETACHED));
  }

  /** Nothing is wider than the window, and axe finds nothing; a picture is kept. */
  private static void look(Page page, String name) {
    page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
    assertThat(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
        .as(name)
        .isEqualTo(true);
    assertThat((List<?>) page.evaluate(AXE)).as(name).isEmpty();
  }

  private static BrowserContext window(
      Chromium chromium, String axe, int width, ColorScheme scheme, String language) {
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

  private Page opened(BrowserContext context, RunningServer server, String path) {
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
