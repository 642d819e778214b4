package io.roomledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.roomledger.film.Films;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first day with a server in a real browser: made one's own, filled by dropping, used. */
class ConsoleFirstDayInBrowserTest {
  private static final String PASSWORD = "a password of my own";

  /** As a hand does that holds several files. */
  private static final String DROP =
      """
      files => {
        const held = new DataTransfer();
        for (const [name, content] of Object.entries(files)) {
          held.items.add(new File([Uint8Array.from(atob(content), c => c.charCodeAt(0))], name));
        }
        const zone = document.querySelector('[data-drop]');
        for (const kind of ['dragover', 'drop']) {
          zone.dispatchEvent(
              new DragEvent(kind, {dataTransfer: held, bubbles: true, cancelable: true}));
        }
      }
      """;

  @TempDir private static Path folder;
  private static RunningServer server;
  private static ConsoleBrowser browser;
  private static String oneTime = "";

  @BeforeAll
  static void start() throws Exception {
    server = RunningServer.forTheFirstTime(folder, password -> oneTime = password);
    browser = new ConsoleBrowser(server.address());
  }

  @AfterAll
  static void stop() {
    browser.close();
    server.close();
  }

  @Test
  void fromTheOneTimePasswordToARecordingAnExportAndARoom() throws Exception {
    try (BrowserContext desk = browser.window(1280, ColorScheme.LIGHT, "en-GB")) {
      Page page = browser.opened(desk, "/");
      begin(page);
      bring(page);
      watch(page);
      orderByKeyboard(page);
      checkIn(page);
      decline(page);
      try (BrowserContext phone = browser.window(390, ColorScheme.DARK, "zh-CN")) {
        phone.addCookies(desk.cookies());
        Page small = browser.opened(phone, "/");
        browser.look(small, "first-phone-home");
        small.navigate(server.address() + "/imports");
        browser.look(small, "first-phone-imports");
        small.locator(".rows a.title").first().click();
        browser.look(small, "first-phone-import");
      }
    }
    assertThat(browser.complaints()).isEmpty();
  }

  private static void begin(Page page) {
    page.waitForURL("**/first-start");
    browser.look(page, "first-start");
    page.getByLabel("One-time password").fill(oneTime);
    page.getByLabel("Name of the organisation").fill("Harbour & Co");
    page.getByLabel("Your name").fill("Nia Novak");
    page.getByLabel("Your user name").fill("nia");
    page.getByLabel("Your mail address").fill("nia@harbour.example");
    page.getByLabel("A password of your own").fill(PASSWORD);
    page.getByLabel("The same password again").fill(PASSWORD);
    page.keyboard().press("Enter");
    page.getByText("Welcome, Nia Novak").waitFor();
    browser.look(page, "first-imports");
  }

  private static void bring(Page page) throws Exception {
    Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.MINUTES);
    String calendar =
        FirstFiles.calendar(
            now.minus(5, ChronoUnit.MINUTES),
            now.plus(55, ChronoUnit.MINUTES),
            "nia@harbour.example");
    page.evaluate(
        DROP,
        Map.of(
            "harbour.zip",
            base64(FirstFiles.slack()),
            "rooms.ics",
            base64(calendar.getBytes(StandardCharsets.UTF_8)),
            "review.mp4",
            base64(Films.fixture("whole.mp4")),
            "review.vtt",
            base64(FirstFiles.TRANSCRIPT.getBytes(StandardCharsets.UTF_8))));
    Locator take = button(page, "Take in");
    take.waitFor();
    page.locator("#brought .row").nth(3).waitFor();
    page.waitForCondition(() -> page.locator(".sending li").count() == 0);
    browser.look(page, "first-brought");
    // what comes next waits for Enter
    page.waitForCondition(() -> focused(page).equals("Take in"));
    page.keyboard().press("Enter");
    page.locator(".state.done-with-gaps").first().waitFor();
    browser.look(page, "first-import");

    page.navigate(server.address() + "/");
    assertThat(page.locator(".stored").textContent())
        .contains("message", "meeting room", "reservation", "recording");
    browser.look(page, "first-home");
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static void watch(Page page) {
    page.navigate(server.address() + "/recordings");
    browser.look(page, "first-recordings");
    page.locator(".films a.title").first().click();
    until(page, "document.querySelector('video').readyState >= 1");
    page.getByText("The numbers, please.").click();
    until(page, "document.querySelector('video').currentTime >= 1.5");
    until(
        page, "document.querySelector('.line[aria-current]')?.textContent.includes('The numbers')");
    browser.look(page, "first-recording");
    page.evaluate("document.querySelector('video').currentTime = 0.2");
    until(
        page,
        "document.querySelector('.line[aria-current]')?.textContent.includes('Good morning')");
  }

  /** Nobody touches a mouse from the log-in to the file. */
  private static void orderByKeyboard(Page page) {
    reach(page, "Log out");
    page.keyboard().press("Enter");
    page.waitForURL("**/log-in*");
    reach(page, "User name or mail address");
    page.keyboard().type("nia");
    reach(page, "Password");
    page.keyboard().type(PASSWORD);
    page.keyboard().press("Enter");
    page.waitForURL(server.address() + "/");
    reach(page, "Chat rooms");
    page.keyboard().press("Enter");
    page.waitForURL("**/chat-rooms");
    reach(page, "general");
    page.keyboard().press("Enter");
    page.getByText("hello").waitFor();
    reach(page, "Export");
    page.keyboard().press("Enter");
    page.getByText("1 message", new Page.GetByTextOptions().setExact(true)).waitFor();
    reach(page, "Order");
    page.keyboard().press("Enter");
    page.locator(".state.done").first().waitFor();
  }

  /** Goes on by the tab key until that has the focus, and it can be seen that it has. */
  private static void reach(Page page, String name) {
    for (int tabs = 0; tabs < 70; tabs++) {
      page.keyboard().press("Tab");
      if (focused(page).equals(name)) {
        assertThat(page.evaluate("getComputedStyle(document.activeElement).outlineStyle"))
            .as(name)
            .isEqualTo("solid");
        return;
      }
    }
    throw new AssertionError("no way by the tab key to: " + name);
  }

  private static String focused(Page page) {
    return String.valueOf(
        page.evaluate(
            """
            (document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()
            """));
  }

  private static void checkIn(Page page) {
    page.navigate(server.address() + "/meeting-rooms");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Planning")).click();
    browser.look(page, "first-reservation");
    button(page, "Check in").click();
    page.getByText("Checked in.", new Page.GetByTextOptions().setExact(true)).waitFor();
    browser.look(page, "first-checked-in");
  }

  /** The room is one that somebody agrees to from now on; somebody does not. */
  private static void decline(Page page) {
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Lagoon").setExact(true))
        .first()
        .click();
    page.getByText("Change the room").click();
    page.locator("[name=approval]").check();
    button(page, "Save").click();
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Book").setExact(true))
        .first()
        .click();
    page.getByLabel("What for").fill("Party");
    page.locator("[name=day]").fill("2199-12-30");
    button(page, "Book").click();
    page.getByText("Asked for.").waitFor();
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Party")).click();
    List<String> asked = new ArrayList<>();
    page.onceDialog((Dialog dialog) -> {
      asked.add(dialog.message());
      dialog.accept();
    });
    browser.look(page, "first-request");
    button(page, "Decline").click();
    page.getByText("Given back.").waitFor();
    assertThat(asked).containsExactly("Decline this? Nia Novak loses the room for that time.");
    browser.look(page, "first-declined");
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  /** The policy forbids the page to evaluate what Playwright would have it ask again and again. */
  private static void until(Page page, String condition) {
    page.waitForCondition(() -> Boolean.TRUE.equals(page.evaluate(condition)));
  }
}
