package io.roomledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Meeting rooms in a real browser: booked by dragging, checked in to, and how they are used. */
class ConsoleRoomsInBrowserTest {
  private static final String FLOOR = "0f3d6a52-7b1c-4e0a-9d55-2c8e41b7a901";
  private static final String HERON = "eada1d61-a550-9552-40c2-8757e7dec3af";

  @TempDir private static Path folder;
  private static RunningServer server;
  private static ConsoleBrowser browser;
  private static String session;

  @BeforeAll
  static void start() throws Exception {
    server = RunningServer.withSample(folder, Map.of());
    try (ConsoleClient mara = ConsoleClient.of(server.address(), "admin", "roomledger-demo")) {
      session = mara.cookie("roomledger_session");
    }
    browser = new ConsoleBrowser(server.address());
  }

  @AfterAll
  static void stop() {
    browser.close();
    server.close();
  }

  /** A day that the sample has nothing on. */
  private static String farAhead() {
    return LocalDate.now(ZoneOffset.UTC).plusDays(40).toString();
  }

  @Test
  void atADeskARoomIsBookedByDraggingAndMovedAndCheckedInTo() {
    try (BrowserContext desk = inside(1280, ColorScheme.LIGHT, "en-GB")) {
      Page page = browser.opened(desk, "/meeting-rooms?level=" + FLOOR + "&day=" + farAhead());
      BoundingBox track = page.locator(".track").first().boundingBox();
      drag(page, track, 0.25, 0.42);
      page.locator("dialog[open] #topic").waitFor();
      page.locator("dialog #topic").fill("Sketches");
      browser.look(page, "rooms-book");
      page.keyboard().press("Enter");
      page.getByText("Booked.").waitFor();
      Locator use = page.locator(".use.own");
      assertThat(use.textContent()).contains("10:15–12:30", "Sketches");
      browser.look(page, "rooms-day");

      BoundingBox box = use.boundingBox();
      page.mouse().move(box.x + box.width / 2, box.y + box.height / 2);
      page.mouse().down();
      page.mouse().move(box.x + box.width / 2 + track.width / 13, box.y + box.height / 2);
      page.mouse().up();
      page.getByText("Moved.").waitFor();
      assertThat(page.locator(".use.own").textContent()).contains("11:15–13:30");

      page.locator(".use.own a").focus();
      page.keyboard().press("Enter");
      page.getByText("What became of it").waitFor();
      browser.look(page, "rooms-reservation");

      page.navigate(server.address() + "/meeting-rooms?view=week");
      browser.look(page, "rooms-week");
      page.navigate(server.address() + "/meeting-rooms/utilisation");
      page.locator("[data-chart=heat] canvas").waitFor();
      browser.look(page, "rooms-utilisation");
      for (String path : List.of(HERON, "levels/" + FLOOR)) {
        page.navigate(server.address() + "/meeting-rooms/" + path);
        browser.look(page, "rooms-" + path.replaceAll("/.*", ""));
      }
    }
    assertThat(browser.complaints()).isEmpty();
  }

  private static void drag(Page page, BoundingBox track, double from, double to) {
    page.mouse().move(track.x + track.width * from, track.y + track.height / 2);
    page.mouse().down();
    page.mouse().move(track.x + track.width * (from + to) / 2, track.y + track.height / 2);
    page.mouse().move(track.x + track.width * to, track.y + track.height / 2);
    page.mouse().up();
  }

  @Test
  void onATabletAFingerThatRestsBooksAndOneThatSwipesDoesNot() {
    try (BrowserContext tablet = inside(1024, ColorScheme.LIGHT, "en-GB")) {
      Page page = browser.opened(tablet, "/meeting-rooms?level=" + FLOOR + "&day=" + farAhead());
      Finger finger = new Finger(tablet.newCDPSession(page));
      page.reload();
      page.getByText("Rest a finger on free time").waitFor();
      BoundingBox track = page.locator(".track").last().boundingBox();
      double y = track.y + track.height / 2;
      finger.put(track.x + 100, y);
      finger.draw(track.x + 200, y);
      finger.lift();
      assertThat(page.locator("dialog[open]").count()).isZero();
      finger.put(track.x + 100, y);
      page.locator(".track .pick").waitFor();
      finger.draw(track.x + 200, y);
      finger.lift();
      page.locator("dialog[open] #topic").waitFor();
    }
    assertThat(browser.complaints()).isEmpty();
  }

  /** A finger on the glass. */
  private record Finger(CDPSession glass) {
    Finger {
      JsonObject on = new JsonObject();
      on.addProperty("enabled", true);
      glass.send("Emulation.setTouchEmulationEnabled", on);
    }

    void put(double x, double y) {
      send("touchStart", List.of(new double[] {x, y}));
    }

    void draw(double x, double y) {
      send("touchMove", List.of(new double[] {x - 20, y}));
      send("touchMove", List.of(new double[] {x, y}));
    }

    void lift() {
      send("touchEnd", List.of());
    }

    private void send(String type, List<double[]> points) {
      JsonArray all = new JsonArray();
      for (double[] at : points) {
        JsonObject point = new JsonObject();
        point.addProperty("x", at[0]);
        point.addProperty("y", at[1]);
        all.add(point);
      }
      JsonObject event = new JsonObject();
      event.addProperty("type", type);
      event.add("touchPoints", all);
      glass.send("Input.dispatchTouchEvent", event);
    }
  }

  @Test
  void onAPhoneInTheDarkInChinese() {
    try (BrowserContext phone = inside(390, ColorScheme.DARK, "zh-CN")) {
      Page page = browser.opened(phone, "/meeting-rooms");
      browser.look(page, "rooms-phone-day");
      for (String path :
          List.of(
              "/meeting-rooms?view=week",
              "/meeting-rooms/utilisation",
              "/meeting-rooms/" + HERON,
              "/meeting-rooms/book?room=" + HERON)) {
        page.navigate(server.address() + path);
        browser.look(page, "rooms-phone" + path.replaceAll("[^a-z]+", "-"));
      }
    }
    assertThat(browser.complaints()).isEmpty();
  }

  /** A window of somebody who is logged in. */
  private static BrowserContext inside(int width, ColorScheme scheme, String language) {
    BrowserContext context = browser.window(width, scheme, language);
    context.addCookies(
        List.of(
            new Cookie("roomledger_session", session).setUrl(server.address()),
            new Cookie("roomledger_zone", "Europe/Berlin").setUrl(server.address())));
    return context;
  }
}
