package io.roomledger.export.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An unpacked export, opened from the disk as an administrator would. */
class HtmlInBrowserTest {
  private static final Path PICTURES = Path.of("target/screenshots");

  private static final String ENDED = "\\[(Nothing found\\.|.*match(es)?\\.|The first .*)\\]";

  @TempDir private static Path folder;
  private static Chromium chromium;

  private final List<String> complaints = new ArrayList<>();
  private final List<String> requests = new ArrayList<>();
  private BrowserContext context;
  private Page page;

  @BeforeAll
  static void start() throws Exception {
    LivelyRoom.write(folder, 2_300);
    chromium = new Chromium();
  }

  @AfterAll
  static void stop() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @BeforeEach
  void openPage() {
    context(1280, ColorScheme.LIGHT);
  }

  private void context(int width, ColorScheme scheme) {
    if (context != null) {
      context.close();
    }
    context = chromium.context(width, scheme);
    page = context.newPage();
    page.onConsoleMessage(message -> {
      if (message.type().equals("error") || message.type().equals("warning")) {
        complaints.add(message.text());
      }
    });
    page.onPageError(complaints::add);
    page.onRequest(request -> requests.add(request.url()));
  }

  @AfterEach
  void nothingWasFetchedAndNothingComplained() {
    context.close();
    assertThat(complaints).isEmpty();
    assertThat(requests).isNotEmpty().allMatch(url -> url.startsWith(folder.toUri().toString()));
  }

  private void open(String path) {
    page.navigate(folder.resolve(path).toUri().toString());
  }

  @Test
  void theEntryPageLeadsToEveryPageAndBack() {
    open("GENERAL.html");
    assertThat(page.title()).isEqualTo("Building services & friends");
    assertThat(page.locator("h1").innerText()).isEqualTo("Building services & friends");
    assertThat(page.locator(".sum").innerText()).contains("2,300", "Missing");

    page.locator("text=Read from the beginning").click();
    assertThat(page.url()).endsWith("/pages/0001.html");
    assertThat(page.locator("article").count()).isEqualTo(1_000);
    page.locator("header [rel=next]").click();
    assertThat(page.url()).endsWith("/pages/0002.html");
    page.locator("footer [rel=next]").click();
    assertThat(page.url()).endsWith("/pages/0003.html");
    assertThat(page.locator("article").count()).isEqualTo(300);
    assertThat(page.locator("[rel=next]").count()).isZero();
    page.locator("header [rel=prev]").click();
    assertThat(page.url()).endsWith("/pages/0002.html");
    page.locator("header >> text=Contents").click();
    assertThat(page.url()).endsWith("/GENERAL.html");
  }

  private String finished() {
    return page.locator(".find:not(.busy) [role=status]").allInnerTexts().toString();
  }

  private List<String> search(String query) {
    page.locator("#q").fill(query);
    String hash = (String) page.evaluate("q => '#q=' + encodeURIComponent(q)", query);
    page.waitForCondition(() -> page.url().endsWith(hash) && finished().matches(ENDED));
    return page.locator(".find li p").allInnerTexts();
  }

  @Test
  void searchFindsAMessageAndJumpsToIt() {
    open("GENERAL.html");
    assertThat(search("zeppelin ödön")).hasSize(1).first().asString().contains("Zeppelin key");
    assertThat(page.locator(".find mark").allInnerTexts()).containsExactly("Zeppelin", "Ödön");
    page.locator(".find li a").click();

    assertThat(page.url()).contains("/pages/0002.html#m-");
    String anchor = page.url().substring(page.url().indexOf('#'));
    assertThat(page.locator(anchor).innerText()).contains("Zeppelin");
    assertThat((Double) page.locator(anchor).evaluate("e => e.getBoundingClientRect().top / 1.0"))
        .isBetween(40.0, 900.0);
    page.goBack();
    page.waitForCondition(() -> page.locator(".find li").count() == 1);
    assertThat(page.locator("#q").inputValue()).isEqualTo("zeppelin ödön");
    page.navigate(page.url().replaceFirst("#.*", "") + "#search");
  }

  @Test
  void searchKnowsManyScriptsAndIgnoresCase() {
    open("GENERAL.html");
    String[] queries = {
      "\u212aEY IS UNDER",
      "ÖDÖN",
      "(b) [DRAFT]",
      "\"under the flower\"",
      "会议室的钥匙",
      "花盆",
      "钥匙 别人",
      "ёлки",
      "ПЯТНИЦЫ",
      "συναντηση",
      "αυριο",
      "\ud83e\udd94",
      "\\ AND",
      "\"one and\" nothing",
      "under flower zeppelin"
    };
    for (String query : queries) {
      List<String> found = search(query);
      if (query.contains("nothing")) {
        assertThat(found).isEmpty();
      } else {
        assertThat(found).as(query).hasSize(1);
      }
    }
    assertThat(search("tomasz")).hasSize(100);
    assertThat(page.locator(".find button").isVisible()).isTrue();
    page.locator(".find button").click();
    page.waitForCondition(() -> page.locator(".find li").count() == 200);
    page.locator(".find select").selectOption("oldest");
    page.waitForCondition(
        () -> page.locator(".find time").first().innerText().contains("26 Feb 2024"));
  }

  @Test
  void searchLoadsOnlyPagesThatMayHaveTheWord() {
    open("GENERAL.html");
    assertThat(requests).hasSize(1);
    search("flower pot, says");
    assertThat(requests.stream().skip(1))
        .extracting(url -> url.replaceFirst(".*/", ""))
        .containsExactly("f0001.js", "0002.html");
  }

  @Test
  void searchSaysWhenItsFilesWereNotUnpacked() throws Exception {
    Path alone = Files.createDirectories(folder.resolve("alone"));
    Files.copy(folder.resolve("GENERAL.html"), alone.resolve("GENERAL.html"));
    open("alone/GENERAL.html");
    page.locator("#q").fill("zeppelin");
    page.waitForCondition(
        () -> page.locator(".find [role=status]").innerText().contains("Unpack the whole export"));
    complaints.removeIf(text -> text.contains("ERR_FILE_NOT_FOUND"));
  }

  @Test
  void aDayOfTheCalendarLeadsToItsFirstMessage() {
    open("GENERAL.html");
    page.locator(".cal a").nth(12).click();

    String anchor = page.url().substring(page.url().indexOf('#'));
    assertThat(anchor).startsWith("#d-2024-03-");
    assertThat(page.locator(anchor).count()).isEqualTo(1);
    assertThat(
            (Boolean)
                page.evaluate(
                    "a => document.querySelector(a).getBoundingClientRect().top < innerHeight",
                    anchor))
        .isTrue();
  }

  @Test
  void everyLinkOfEveryPageLeadsSomewhere() {
    for (String path : List.of("GENERAL.html", "pages/0001.html", "pages/0002.html")) {
      open(path);
      for (Object link : (List<?>) page.evaluate("[...document.links].map(a => a.href)")) {
        String url = link.toString();
        if (url.startsWith("file:") && !url.endsWith(".pdf")) {
          assertThat(Path.of(java.net.URI.create(url.replaceFirst("#.*", "")))).exists();
        } else {
          assertThat(url).startsWith(url.endsWith(".pdf") ? "file:" : "http");
        }
      }
    }
  }

  @Test
  void aReplyLeadsToItsParentWhereThatIsKnown() {
    open("pages/0001.html");
    page.locator("a.re").first().click();

    String anchor = page.url().substring(page.url().indexOf('#'));
    assertThat(page.locator(anchor).count()).isEqualTo(1);
    assertThat(page.locator("span.re").first().innerText()).contains("long-gone");
  }

  @Test
  void picturesOfThePackageAreShown() {
    open("pages/0001.html");
    page.locator("img").first().scrollIntoViewIfNeeded();
    page.waitForCondition(
        () -> page.locator("img").first().evaluate("i => i.naturalWidth").equals(480));

    assertThat(page.locator("img").first().getAttribute("alt")).isEqualTo("floor plan #3.png");
  }

  @Test
  void hostileTextIsShownAsTextAndDoesNothing() {
    open("pages/0001.html");
    List<String> texts = page.locator("article > p:not(.mk)").allInnerTexts();

    assertThat(page.title()).startsWith("Building services & friends");
    assertThat(texts).contains(LivelyRoom.HOSTILE[0], LivelyRoom.HOSTILE[1]);
    assertThat(page.locator("script, main style, iframe, svg, [onerror], [onload]").count())
        .isZero();
    assertThat(page.locator("a[href^=javascript]").count()).isZero();
    assertThat(page.locator("meta[http-equiv=refresh]").count()).isZero();
  }

  @Test
  void noPageIsWiderThanItsWindow() throws Exception {
    Files.createDirectories(PICTURES);
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      for (int width : List.of(1280, 390)) {
        context(width, scheme);
        for (String path : List.of("GENERAL.html", "pages/0001.html", "pages/0003.html")) {
          open(path);
          if (path.endsWith("3.html")) {
            page.locator(".files").first().scrollIntoViewIfNeeded();
          }
          String name =
              path.replaceAll("\\W+", "-")
                  + "-"
                  + width
                  + "-"
                  + scheme.name().toLowerCase(java.util.Locale.ROOT);
          page.screenshot(
              new Page.ScreenshotOptions()
                  .setFullPage(path.equals("GENERAL.html"))
                  .setPath(PICTURES.resolve(name + ".png")));
          assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
              .as(name)
              .isLessThanOrEqualTo(width);
        }
      }
    }
  }

  /** Text against its own background, as WCAG 2.2 AA wants it: 4.5 to 1. */
  @Test
  void everyTextCanBeReadAgainstItsBackground() {
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      context(1280, scheme);
      for (String path : List.of("GENERAL.html", "pages/0001.html")) {
        open(path);
        assertThat((List<?>) page.evaluate(CONTRAST)).as(path + " " + scheme).isEmpty();
      }
    }
  }

  private static final String CONTRAST =
      """
      () => {
        const parse = c => c.match(/[\\d.]+/g).map(Number);
        const light = c => {
          const [r, g, b] = parse(c).map(v => v / 255)
            .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const behind = e => {
          for (; e; e = e.parentElement) {
            const c = getComputedStyle(e).backgroundColor;
            if (c !== 'rgba(0, 0, 0, 0)' && c !== 'transparent') return c;
          }
          return 'rgb(255, 255, 255)';
        };
        const bad = new Set();
        for (const e of document.querySelectorAll('body *')) {
          const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
          if (!own || e.closest('.hide, .skip')) continue;
          const a = light(getComputedStyle(e).color), b = light(behind(e));
          const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
          if (ratio < 4.5) bad.add(e.tagName + '.' + e.className + ' ' + ratio.toFixed(2));
        }
        return [...bad];
      }
      """;
}
