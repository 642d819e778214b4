package io.roomledger.export.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.export.Format;
import io.roomledger.export.Item;
import io.roomledger.export.Sheet;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pages of which others write some; SplitTest compares all of them with one writer's. */
class HtmlStretchTest {
  private static final Sheet<Item.Row> SHEET = LivelyRoom.sheet();
  private static final long DAY = LocalDate.parse("2024-02-26").toEpochDay();

  private final MemoryTarget target = new MemoryTarget(true);
  private final Format.Writer writer;

  HtmlStretchTest() throws IOException {
    writer = new HtmlFormat().open(LivelyRoom.HEADING, SHEET, target);
  }

  private static HtmlStretch stretch(long before, int pages) {
    return new HtmlStretch(
        before,
        pages,
        List.of(new HtmlStretch.Day(DAY, (int) (before / 1_000) + 1, 32_000)),
        false,
        List.of(new HtmlStretch.Person("mira", "Mira <O>", 32_000)));
  }

  @Test
  void whatOthersWroteIsOnTheEntryPageAndPagesGoOnBehindIt() throws Exception {
    assertThat(writer.makeRoom(32_000, stretch(0, 32).text())).isTrue();
    assertThat(writer.makeRoom(32_000, stretch(32_000, 32).text())).isTrue();
    writer.item(LivelyRoom.row(1, LivelyRoom.START));
    writer.rowsDone();
    writer.finish();

    assertThat(target.files.keySet())
        .containsExactly("pages/0065.html", "search/f0003.js", target.mainPath());
    assertThat(target.text("pages/0065.html"))
        .contains("from no. 64,001", "rel=\"prev\" href=\"0064.html\"")
        .doesNotContain("rel=\"next\"");
    assertThat(target.text(target.mainPath()))
        .contains("Search all 64,001 messages", "Mira &lt;O&gt;</bdi><span>64,000</span>")
        .contains("pages/0001.html#d-2024-02-26\" title=\"Monday, 26 February 2024: 64,001");
  }

  @Test
  void pagesThatAreNotWhereTheyWereForeseenAreNotTaken() throws Exception {
    assertThat(writer.makeRoom(32_000, stretch(0, 33).text())).as("a long page").isFalse();
    assertThat(writer.makeRoom(32_000, stretch(32_000, 32).text())).as("too far").isFalse();
    assertThat(writer.makeRoom(31_000, stretch(0, 31).text())).as("a cut file").isFalse();
    assertThat(writer.makeRoom(32_000, stretch(0, 32).text())).isTrue();
    writer.item(LivelyRoom.row(1, LivelyRoom.START));
    assertThat(writer.makeRoom(32_000, stretch(32_000, 32).text())).as("a row more").isFalse();
  }

  @Test
  void onlyAConversationThatSaysWhoIsAnsweredCanBeWrittenByOthers() {
    HtmlFormat html = new HtmlFormat();

    assertThat(html.stretch(SHEET)).isEqualTo(32_000);
    assertThat(html.stretch(new Sheet<>("t", Sheet.Layout.TABLE, SHEET.columns()))).isZero();
    assertThat(
            html.stretch(new Sheet<>("t", Sheet.Layout.TRANSCRIPT, SHEET.columns().subList(0, 5))))
        .isZero();
  }

  @Test
  void aRowIsLinkedToThoseBeforeThatOthersWrote() throws Exception {
    assertThat(writer.makeRoom(32_000, stretch(0, 32).text())).isTrue();
    Format.LookBack back = writer.looksBack();
    assertThat(back.rows()).isEqualTo(20_000);
    // m30 answers m25, and has no row of its own here
    writer.earlier("m25", 5L * back.step(), true, LivelyRoom.row(25, LivelyRoom.START));
    writer.item(LivelyRoom.row(30, LivelyRoom.START));
    writer.rowsDone();

    assertThat(target.text("pages/0033.html"))
        .contains("<a href=\"0006.html#m-m25\" class=\"re\">");
  }
}
