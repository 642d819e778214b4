package io.roomledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.roomledger.export.Verification;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From words that are looked for to a file that is proved, in a real browser; axe looks along. */
class ConsoleExportsInBrowserTest {
  private static final String ROOM = "iu7jtPAhvEeAS5tNq";

  @TempDir private static Path folder;
  private static RunningServer server;
  private static ConsoleBrowser browser;

  @BeforeAll
  static void start() throws Exception {
    server = RunningServer.withSample(folder, Map.of());
    browser = new ConsoleBrowser(server.address());
  }

  @AfterAll
  static void stop() {
    browser.close();
    server.close();
  }

  @Test
  void whatIsFoundIsExportedWatchedVerifiedAndRepeated() throws Exception {
    String done;
    try (BrowserContext desk = browser.window(1280, ColorScheme.LIGHT, "en-GB")) {
      Page page = browser.opened(desk, "/");
      logIn(page, "User name", "Password");
      found(page);
      done = ordered(page);
      proved(page);
      repeated(page);
    }
    try (BrowserContext phone = browser.window(390, ColorScheme.DARK, "zh-CN")) {
      Page page = browser.opened(phone, "/log-in");
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
        browser.look(
            page, "exports-phone" + path.replaceAll("[0-9]{10,}", "one").replaceAll("\\W+", "-"));
      }
    }
    assertThat(browser.complaints()).isEmpty();
  }

  private static void found(Page page) {
    page.keyboard().press("/");
    page.locator("#words:focus").waitFor();
    page.keyboard().type("checklist");
    page.keyboard().press("Enter");
    page.locator("mark").first().waitFor();
    browser.look(page, "exports-search");
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
    browser.look(page, "exports-panel-refused");
    page.getByText("Whoever has the file reads it").click();
    page.getByText("@priya").click();
    page.getByText("19 messages").waitFor();
    browser.look(page, "exports-panel");
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
    browser.look(page, "exports-export");
    Download download =
        page.waitForDownload(
            () -> page.getByText("Download", new Page.GetByTextOptions().setExact(true)).click());
    Path file = folder.resolve("download.zip");
    download.saveAs(file);
    assertThat(Verification.of(file).passed()).isTrue();
    button(page, "Make a link").click();
    page.getByText("This is the link.").waitFor();
    browser.look(page, "exports-link");
    page.getByText("What is in it").click();
    page.getByText("Signed by this server").waitFor();
    browser.look(page, "exports-manifest");
  }

  private static void repeated(Page page) {
    page.navigate(server.address() + "/exports/new?kind=chat&repeat=week&room=" + ROOM);
    page.getByLabel("Name of the schedule").fill("Every week");
    browser.look(page, "exports-schedule-panel");
    button(page, "Order").click();
    page.getByText("It runs by itself from now on").waitFor();
    browser.look(page, "exports-schedules");
    page.getByLabel("Delete: Every week").click();
    page.getByText("Delete this schedule?").waitFor();
    browser.look(page, "exports-sure");
    page.getByText("No, go back").click();
    page.navigate(server.address() + "/exports?state=done&kind=chat");
    browser.look(page, "exports-list");
    page.navigate(server.address() + "/webhooks");
    browser.look(page, "exports-webhooks");
    page.navigate(server.address() + "/chat-rooms/" + ROOM);
    page.locator("a.file").first().click();
    page.locator("pre.paper").waitFor();
    browser.look(page, "exports-file");
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
}
