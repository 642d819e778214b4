package io.roomledger.dialect.feishu;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import io.roomledger.http.Answer;
import io.roomledger.http.Endpoint;
import io.roomledger.http.HttpServer;
import io.roomledger.http.HttpSettings;
import io.roomledger.http.Site;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.App;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The log-in in a real browser, which keeps the page's policy: on a phone in the dark in Chinese,
 * and on a desk in English.
 */
class SignInInBrowserTest {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path PICTURES = Path.of("target/screenshots");

  @TempDir Path folder;

  private final List<String> complaints = new ArrayList<>();

  @Test
  void aPersonIsAskedAndSentBackToTheApp() throws Exception {
    Site app =
        Site.plain(
            "app",
            List.of("/"),
            List.of(
                Endpoint.get(
                    "/back",
                    call ->
                        Answer.text(
                            200,
                            "text/html",
                            "<link rel=icon href=data:,>"
                                + call.query("code").orElse("refused")))));
    try (Portal portal = new Portal(folder);
        HttpServer place = HttpServer.start(HttpSettings.DEFAULT.withPort(0), List.of(app));
        Playwright playwright = playwright();
        Browser browser = browser(playwright)) {
      String back = "http://127.0.0.1:" + place.port() + "/back";
      portal.house.apps.add(
          new App(
              "cli_rooms",
              Accounts.MAIN,
              "会议室报表 Room reports",
              Set.of("vc:export", "vc:room:readonly", "offline_access"),
              true,
              Set.of(back)),
          Portal.SECRET);
      String address =
          portal.house.origin()
              + Portal.AUTHORIZE
              + "?client_id=cli_rooms&response_type=code&state=x&scope="
              + encoded("vc:export vc:room:readonly offline_access")
              + "&redirect_uri="
              + encoded(back);

      String code = phone(browser, address);
      JsonNode tokens =
          portal.given(Portal.exchange(code, "client_id", "cli_rooms", "redirect_uri", back));
      assertThat(tokens.path("refresh_token").textValue()).startsWith("ur-");
      assertThat(desk(browser, address)).isEqualTo("refused");
    }
    assertThat(complaints).isEmpty();
  }

  private String phone(Browser browser, String address) {
    try (BrowserContext context =
        browser.newContext(options(360, 740, "zh-CN").setColorScheme(ColorScheme.DARK))) {
      Page page = page(context, address);
      fits(page);
      picture(page, "sign-in-phone.png");
      page.getByLabel("用户名或邮箱").fill("lin");
      page.getByLabel("密码").fill("lin-pass");
      page.getByText("继续", new Page.GetByTextOptions().setExact(true)).click();
      page.getByText("导出会议数据").waitFor();
      fits(page);
      picture(page, "consent-phone.png");
      page.getByText("允许", new Page.GetByTextOptions().setExact(true)).click();
      page.waitForURL(url -> url.contains("/back?"));
      assertThat(page.url()).contains("&state=x");
      return page.locator("body").innerText();
    }
  }

  private String desk(Browser browser, String address) {
    try (BrowserContext context = browser.newContext(options(1280, 860, "en-GB"))) {
      Page page = page(context, address);
      page.getByLabel("User name").fill("lin@example.org");
      page.getByLabel("Password").fill("wrong");
      page.keyboard().press("Enter");
      page.getByText("do not belong together").waitFor();
      picture(page, "sign-in-desk.png");
      // the browser reports the status of the page, which is 401 on purpose
      complaints.removeIf(text -> text.contains("401"));
      page.getByLabel("Password").fill("lin-pass");
      page.keyboard().press("Enter");
      page.getByText("Export meeting data").waitFor();
      picture(page, "consent-desk.png");
      page.getByText("Refuse").click();
      page.waitForURL(url -> url.contains("/back?error=access_denied&state=x"));
      return page.locator("body").innerText();
    }
  }

  private static Browser.NewContextOptions options(int width, int height, String language) {
    return new Browser.NewContextOptions().setViewportSize(width, height).setLocale(language);
  }

  private Page page(BrowserContext context, String address) {
    Page page = context.newPage();
    page.onConsoleMessage(message -> {
      if (message.type().equals("error") || message.type().equals("warning")) {
        complaints.add(message.text());
      }
    });
    page.navigate(address);
    return page;
  }

  /** Nothing is wider than the screen, and what is typed into or tapped is large enough. */
  private static void fits(Page page) {
    assertThat(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
        .isEqualTo(true);
    assertThat(
            page.evaluate(
                "[...document.querySelectorAll('button')].every(it => it.offsetHeight >= 44)"))
        .isEqualTo(true);
  }

  private static void picture(Page page, String name) {
    page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name)));
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

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
