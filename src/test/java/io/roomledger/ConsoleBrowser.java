package io.roomledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.roomledger.export.format.Chromium;
import io.roomledger.node.NodeScript;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The console in a real browser, as tests look at it: windows, pictures, what axe and pages
 * complain of.
 */
final class ConsoleBrowser implements AutoCloseable {
  private static final Path PICTURES = Path.of("target/screenshots");
  private static final double PATIENCE_MS = 15_000;
  private static final String AXE =
      """
      axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})
         .then(found => found.violations.map(it => it.id + ': ' + it.nodes[0].target))
      """;

  private final String address;
  private final String axe;
  private final Chromium chromium;
  private final List<String> complaints = new ArrayList<>();

  ConsoleBrowser(String address) throws Exception {
    this.address = address;
    this.axe = NodeScript.source("axe-core/axe.min.js");
    this.chromium = new Chromium();
  }

  /** A window of its own, without anybody logged in. */
  BrowserContext window(int width, ColorScheme scheme, String language) {
    BrowserContext context =
        chromium.context(
            new Browser.NewContextOptions()
                .setViewportSize(width, 850)
                .setColorScheme(scheme)
                .setTimezoneId("Europe/Berlin")
                .setLocale(language));
    context.setDefaultTimeout(PATIENCE_MS);
    context.addInitScript(axe);
    return context;
  }

  /** A page in it, whose errors and warnings are kept. */
  Page opened(BrowserContext context, String path) {
    Page page = context.newPage();
    page.onConsoleMessage(message -> {
      if (message.type().equals("error") || message.type().equals("warning")) {
        complaints.add(message.text());
      }
    });
    page.onPageError(complaints::add);
    page.navigate(address + path);
    return page;
  }

  /** Nothing is wider than the window, and axe finds nothing; a picture is kept. */
  void look(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")).setFullPage(true));
    assertThat(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
        .as(name)
        .isEqualTo(true);
    assertThat((List<?>) page.evaluate(AXE)).as(name).isEmpty();
  }

  /** What pages complained of since the last time. */
  List<String> complaints() {
    List<String> all = List.copyOf(complaints);
    complaints.clear();
    return all;
  }

  @Override
  public void close() {
    chromium.close();
  }
}
