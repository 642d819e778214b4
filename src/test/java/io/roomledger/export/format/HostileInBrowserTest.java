package io.roomledger.export.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.roomledger.base.Period;
import io.roomledger.export.Cell;
import io.roomledger.export.Format;
import io.roomledger.export.Heading;
import io.roomledger.export.Item;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people write, and what they call themselves, their rooms and their files, does nothing. */
class HostileInBrowserTest {
  private static final Instant START = Instant.parse("2026-03-10T12:00:00Z");

  /** Each would set {@code window.owned}, fetch something, or tear the page apart. */
  private static final List<String> HOSTILE =
      List.of(
          "<script>window.owned=1</script>",
          "<SCRIPT SRC=http://127.0.0.1:9/x.js></SCRIPT>",
          "<img src=x onerror=window.owned=1>",
          "<img src=http://127.0.0.1:9/track.png>",
          "<svg onload=window.owned=1>",
          "<svg><script>window.owned=1</script></svg>",
          "<svg><animate onbegin=window.owned=1 attributeName=x dur=1s>",
          "<body onload=window.owned=1>",
          "<iframe src=javascript:window.owned=1></iframe>",
          "<iframe srcdoc='<script>parent.owned=1</script>'></iframe>",
          "<object data=javascript:window.owned=1></object>",
          "<embed src=javascript:window.owned=1>",
          "<a href=javascript:window.owned=1>click</a>",
          "<a href='data:text/html,<script>window.owned=1</script>'>click</a>",
          "<form action=http://127.0.0.1:9/><input autofocus onfocus=window.owned=1></form>",
          "<details open ontoggle=window.owned=1>",
          "<video><source onerror=window.owned=1></video>",
          "<meta http-equiv=refresh content='0;url=http://127.0.0.1:9/'>",
          "<base href=http://127.0.0.1:9/>",
          "<link rel=stylesheet href=http://127.0.0.1:9/x.css>",
          "<style>*{display:none!important}</style>",
          "<style>@import 'http://127.0.0.1:9/x.css'</style>",
          "\"><script>window.owned=1</script>",
          "' onmouseover='window.owned=1",
          "\" onfocus=\"window.owned=1\" autofocus=\"",
          "</title></textarea></style></script><script>window.owned=1</script>",
          "--><script>window.owned=1</script><!--",
          "]]><script>window.owned=1</script>",
          "`);window.owned=1;roomledger(1,`",
          "\\`);window.owned=1;//",
          "\n<!--`)//-->\nwindow.owned=1\n//",
          "\\\"]);window.owned=1;//",
          "${window.owned=1}{{constructor.constructor('window.owned=1')()}}",
          "\u2028window.owned=1\u2029</script\u0000><script>window.owned=1</script>",
          "<math><mtext><table><mglyph><style><img src=x onerror=window.owned=1>",
          "<template><script>window.owned=1</script></template>",
          "javascript:window.owned=1//http://x?msg=\"><img src=x onerror=window.owned=1>");

  @TempDir private static Path folder;
  private static Chromium chromium;

  private final List<String> alarms = new ArrayList<>();
  private BrowserContext context;
  private Page page;

  @BeforeAll
  static void write() throws Exception {
    List<Heading.Fact> facts = new ArrayList<>();
    HOSTILE.forEach(text -> facts.add(new Heading.Fact(text, text)));
    Heading heading =
        new Heading(
            String.join(" ", HOSTILE), "room", new Period(START, START.plusSeconds(86_400)), facts);
    try (FolderTarget target = new FolderTarget(folder)) {
      Format.Writer writer = new HtmlFormat().open(heading, LivelyRoom.sheet(), target);
      for (int i = 0; i < HOSTILE.size(); i++) {
        writer.item(row(i, HOSTILE.get(i)));
        writer.item(new Item.Gap(HOSTILE.get(i), HOSTILE.get(i), HOSTILE.get(i)));
        writer.item(new Item.Section(HOSTILE.get(i)));
      }
      writer.rowsDone();
      writer.finish();
    }
    chromium = new Chromium();
  }

  private static Item.Row row(int i, String text) {
    Cell hostile = Cell.text(text);
    Cell file = new Cell.Link(text, text);
    List<Cell> cells =
        List.of(
            hostile,
            Cell.moment(START.plusSeconds(i)),
            hostile,
            hostile,
            hostile,
            i % 5 == 4 ? hostile : Cell.EMPTY,
            Cell.EMPTY,
            i % 2 == 0 ? hostile : Cell.EMPTY,
            new Cell.Many(List.of(fields("emoji", hostile, "usernames", hostile))),
            new Cell.Many(List.of(file, new Cell.Link("assets/" + text, text), hostile)),
            new Cell.Many(List.of(file, new Cell.Link("assets/a.png", text), file)),
            new Cell.Many(List.of(fields("who", hostile, "text", hostile))),
            Cell.EMPTY,
            Cell.EMPTY,
            hostile,
            Cell.EMPTY);
    return new Item.Row(text, START.plusSeconds(i), cells);
  }

  private static Cell fields(String one, Cell first, String other, Cell second) {
    return new Cell.Fields(List.of(new Cell.Field(one, first), new Cell.Field(other, second)));
  }

  @AfterAll
  static void stop() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @BeforeEach
  void open() {
    context = chromium.context(1280, ColorScheme.LIGHT);
    page = context.newPage();
    page.onDialog((Dialog dialog) -> {
      alarms.add(dialog.message());
      dialog.dismiss();
    });
    page.onPageError(alarms::add);
    page.onRequest(request -> {
      if (!request.url().startsWith(folder.toUri().toString())) {
        alarms.add(request.url());
      }
    });
  }

  @AfterEach
  void nothingHappened() {
    assertThat(page.evaluate("window.owned")).isNull();
    assertThat(page.url()).startsWith(folder.toUri().toString());
    context.close();
    assertThat(alarms).isEmpty();
  }

  private void assertOnlyOurElements() {
    assertThat(
            page.locator(
                    "main script, main style, main meta, main base, main link, iframe, object,"
                        + " embed, svg, math, video, template, main form:not([role=search]),"
                        + " [onerror], [onload], [onfocus], [onmouseover], [ontoggle],"
                        + " a[href^='javascript'], a[href^='data']")
                .count())
        .isZero();
  }

  @Test
  void entryPageShowsTitlesFactsPeopleAndGapsAsText() {
    page.navigate(folder.resolve("GENERAL.html").toUri().toString());
    assertOnlyOurElements();
    String shown = page.locator("main").innerText();
    assertThat(HOSTILE.stream().filter(text -> !text.matches("(?s).*[\u2028\n].*")))
        .allMatch(text -> shown.contains(text.strip()));
    assertThat(page.locator("script").count()).isEqualTo(1);
  }

  @Test
  void pageShowsMessagesNamesFilesQuotesAndReactionsAsText() {
    page.navigate(folder.resolve("pages/0001.html").toUri().toString());
    assertOnlyOurElements();
    assertThat(page.locator("script").count()).isZero();
    assertThat(page.locator("article").count()).isEqualTo(HOSTILE.size());
    page.keyboard().press("Tab");
    page.mouse().move(400, 400);
    page.mouse().wheel(0, 4_000);
    assertThat(page.locator("article > p:not(.mk)").first().innerText())
        .isEqualTo(HOSTILE.getFirst());
  }

  @Test
  void searchShowsWhatItFindsAsText() {
    page.navigate(folder.resolve("GENERAL.html").toUri().toString());
    for (String query : List.of("owned", "127.0.0.1", "<script>", "`);", "constructor")) {
      page.locator("#q").fill(query);
      page.waitForCondition(
          () -> page.locator(".find:not(.busy) .hit").count() > 0 && page.url().contains("#q="));
      assertOnlyOurElements();
      page.locator("#q").fill("");
      page.waitForCondition(() -> page.locator(".hit").count() == 0);
    }
    page.navigate(
        folder.resolve("GENERAL.html").toUri() + "#q=%3Cimg%20src=x%20onerror=window.owned=1%3E");
    page.reload();
    page.waitForCondition(() -> page.locator(".hit").count() > 0);
    assertOnlyOurElements();
    page.locator("#q").fill("\" onfocus");
    page.locator(".find li a").first().click();
    page.waitForCondition(() -> page.url().contains("/pages/"));
  }
}
