package io.roomledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.roomledger.export.Verification;
import io.roomledger.hold.HeldKind;
import io.roomledger.hold.Hold;
import io.roomledger.retention.Keep;
import io.roomledger.retention.KeptKind;
import io.roomledger.retention.RetentionRules;
import io.roomledger.retention.RuleWish;
import io.roomledger.retention.Scope;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console in a real browser, which keeps its policy; axe looks at every page. */
class ConsoleInBrowserTest {

  @TempDir private static Path folder;
  private static RunningServer server;
  private static ConsoleBrowser browser;

  @BeforeAll
  static void start() throws Exception {
    server =
        RunningServer.withSample(
            folder,
            Map.of(
                "console.openid.issuer",
                "http://127.0.0.1:9",
                "console.openid.client-id",
                "rooms"));
    browser = new ConsoleBrowser(server.address());
  }

  @AfterAll
  static void stop() {
    browser.close();
    server.close();
  }

  @Test
  void atADeskByKeyboardFromTheLogInToAVerifiedFile() throws Exception {
    try (BrowserContext desk = browser.window(1280, ColorScheme.LIGHT, "en-GB")) {
      Page page = browser.opened(desk, "/chat-rooms");
      browser.look(page, "console-log-in");
      page.getByLabel("User name").fill("admin");
      page.getByLabel("Password").fill("roomledger-demo");
      page.keyboard().press("Enter");
      page.waitForURL("**/chat-rooms");
      browser.look(page, "console-rooms");

      page.getByLabel("Find a room").pressSequentially("stud");
      page.getByText("Move planning").waitFor(hidden());
      page.getByText("Studio").first().focus();
      page.keyboard().press("Enter");
      page.getByText("我有！周五发。").waitFor();
      browser.look(page, "console-room");

      page.getByLabel("Find in this room").fill("checklist");
      page.keyboard().press("Enter");
      page.locator("mark").first().waitFor();
      browser.look(page, "console-search");
      page.locator(".hit a").first().click();
      page.locator(".message.sought").waitFor();

      page.getByText("Export", new Page.GetByTextOptions().setExact(true)).click();
      page.getByText("19 messages").waitFor();
      page.getByLabel("From").fill("2021-11-12");
      page.getByText(Pattern.compile("^[1-9] messages$")).waitFor();
      browser.look(page, "console-order");
      page.getByText("Order", new Page.GetByTextOptions().setExact(true)).click();
      page.locator(".state.done").waitFor();
      browser.look(page, "console-export");
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
              "/audit")) {
        page.navigate(server.address() + path);
        browser.look(page, "console-" + (path.equals("/") ? "home" : path.substring(1)));
      }
      kept(page, "console-");
      plays(page);
    }
    assertThat(browser.complaints()).isEmpty();
  }

  /** Something is held, and a rule says how long messages are kept. */
  private static void hold() {
    Wiring wiring = server.wiring();
    Hold _ =
        wiring
            .recordingWiring()
            .recorded()
            .kept()
            .holds()
            .place(wiring.operator(), HeldKind.PERSON, "aiko", "Case 7: the invoices");
    RetentionRules rules = wiring.keeping().upkeep().retention();
    RuleWish room = new RuleWish(KeptKind.MESSAGES, Scope.CHAT_ROOM, "studio", new Keep.Days(365));
    rules.set(
        wiring.operator(),
        room,
        Optional.of(rules.preview(wiring.operator(), room).confirmation()));
    rules.set(
        wiring.operator(),
        new RuleWish(KeptKind.RESERVATIONS, Scope.ORGANISATION, "", new Keep.ForEver()),
        Optional.empty());
  }

  /** The pages of what is kept and of how the server is. */
  private static void kept(Page page, String prefix) {
    for (Map.Entry<String, String> look :
        Map.of(
                "holds", "/holds",
                "lift", "/holds/1/lift",
                "health", "/administration/health",
                "retention", "/retention",
                "retention-preview",
                    "/retention/preview?what=messages.organisation&keep=days&days=30")
            .entrySet()) {
      page.navigate(server.address() + look.getValue());
      browser.look(page, prefix + look.getKey());
    }
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
    browser.look(page, "console-recording");
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
    try (BrowserContext phone = browser.window(390, ColorScheme.DARK, "zh-CN")) {
      Page page = browser.opened(phone, "/log-in");
      browser.look(page, "console-phone-log-in");
      page.getByLabel("用户名或邮箱").fill("admin");
      page.getByLabel("密码").fill("roomledger-demo");
      page.keyboard().press("Enter");
      page.getByText("最近有消息的聊天室").waitFor();
      browser.look(page, "console-phone-home");
      page.getByText("菜单").click();
      browser.look(page, "console-phone-menu");
      page.keyboard().press("Escape");
      for (String path :
          List.of(
              "/chat-rooms/iu7jtPAhvEeAS5tNq",
              "/meeting-rooms",
              "/recordings",
              "/dialects",
              "/settings")) {
        page.navigate(server.address() + path);
        browser.look(page, "console-phone-" + path.replaceAll("/([a-z-]+).*", "$1"));
      }
      hold();
      kept(page, "console-phone-");
      assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor"))
          .isEqualTo("rgb(18, 25, 29)");
    }
    assertThat(browser.complaints()).isEmpty();
  }

  private static Locator.WaitForOptions hidden() {
    return new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN);
  }
}
