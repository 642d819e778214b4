package io.roomledger.export.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.roomledger.base.Period;
import io.roomledger.export.Cell;
import io.roomledger.export.Column;
import io.roomledger.export.Format;
import io.roomledger.export.Heading;
import io.roomledger.export.Item;
import io.roomledger.export.Sheet;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every format promises, read back by somebody else's reader. */
abstract class FormatContract {
  static final Instant START = Instant.parse("2024-03-15T10:00:00Z");
  static final Heading HEADING =
      new Heading(
          "Köln & <b>friends</b>",
          "room",
          new Period(START, START.plusSeconds(86_400)),
          List.of(new Heading.Fact("Topic", "<i>tea</i> & cake")));

  static final List<String> HOSTILE = HostileTexts.ALL;

  /** A row of the tests. */
  record Line(String id, Instant at, String author, String text) {}

  /** The format under test. */
  abstract Format format();

  /** The texts of the rows, in order, as a reader that knows only the format sees them. */
  abstract List<String> texts(MemoryTarget files) throws Exception;

  /** What the format makes of a text it cannot hold as it is. */
  abstract String kept(String text);

  /** Everything that a reader sees, for gaps. */
  abstract String everything(MemoryTarget files) throws Exception;

  /** A layout that the format can write. */
  Sheet<Line> sheet() {
    return new Sheet<>(
        "messages",
        Sheet.Layout.TRANSCRIPT,
        List.of(
            new Column<>("_id", "Id", Column.Role.ID, line -> Cell.text(line.id())),
            new Column<>("msg", "Text", Column.Role.TEXT, line -> Cell.text(line.text())),
            new Column<>("u", "Who", Column.Role.AUTHOR, line -> Cell.text(line.author())),
            new Column<>("ts", "When", Column.Role.MOMENT, line -> Cell.moment(line.at()))));
  }

  static Line line(int number, String text) {
    return new Line("id" + number, START.plusSeconds(number * 60L), "ann" + number % 3, text);
  }

  final MemoryTarget write(boolean packaged, List<Line> lines, Item... after) throws Exception {
    MemoryTarget target = new MemoryTarget(packaged || format().severalFiles());
    Format.Writer writer = format().open(HEADING, sheet(), target);
    for (Line line : lines) {
      writer.item(new Item.Row(line.id(), line.at(), sheet().cells(line)));
    }
    for (Item item : after) {
      writer.item(item);
    }
    writer.rowsDone();
    writer.finish();
    return target;
  }

  @Test
  void anExportWithoutRowsIsAValidFile() throws Exception {
    assertThat(texts(write(false, List.of()))).isEmpty();
    assertThat(texts(write(true, List.of()))).isEmpty();
  }

  @Test
  void oneRowComesBackAsItWas() throws Exception {
    assertThat(texts(write(false, List.of(line(1, "Good morning")))))
        .containsExactly("Good morning");
  }

  @Test
  void everyRowComesBackOnceAndInOrder() throws Exception {
    List<Line> lines = IntStream.range(0, 2_500).mapToObj(i -> line(i, "message " + i)).toList();

    assertThat(texts(write(true, lines))).isEqualTo(lines.stream().map(Line::text).toList());
  }

  @Test
  void aStretchThatAnotherWritesIsWhatOneWriterWrites() throws Exception {
    int stretch = format().stretch(sheet());
    assumeTrue(stretch == 1, "whole pages, or not at all: SplitTest has those");
    List<Line> lines = IntStream.range(0, 9).mapToObj(i -> line(i, HOSTILE.get(i))).toList();
    for (int from = 0; from < lines.size(); from++) {
      assertThat(joined(lines, from, lines.size() - 1)).isEqualTo(write(true, lines).text("room"));
      assertThat(joined(lines, from, from + 1)).isEqualTo(write(true, lines).text("room"));
    }
  }

  /** Written by one writer, but for what is between these. */
  private String joined(List<Line> lines, int from, int to) throws Exception {
    MemoryTarget stretch = new MemoryTarget(true);
    MemoryTarget whole = new MemoryTarget(true);
    Format.Writer other = format().openStretch(HEADING, sheet(), stretch, from);
    Format.Writer writer = format().open(HEADING, sheet(), whole);
    for (int i = 0; i < lines.size(); i++) {
      Item.Row row =
          new Item.Row(lines.get(i).id(), lines.get(i).at(), sheet().cells(lines.get(i)));
      if (i < from || i >= to) {
        writer.item(row);
      } else {
        other.item(row);
        if (i == to - 1) {
          other.rowsDone();
          other.finish();
          assertThat(writer.makeRoom(to - from, other.told())).isTrue();
          whole.append("room", stretch.bytes("room"));
        }
      }
    }
    writer.rowsDone();
    writer.finish();
    return whole.text("room");
  }

  @Test
  void hostileTextStaysText() throws Exception {
    List<Line> lines = new ArrayList<>();
    for (String text : HOSTILE) {
      lines.add(line(lines.size(), text));
    }

    assertThat(texts(write(false, lines))).isEqualTo(HOSTILE.stream().map(this::kept).toList());
  }

  @Test
  void anEmojiAcrossAnyBufferBoundaryStaysWhole() throws Exception {
    String text = "x\ud83d\ude00é漢".repeat(6_000);

    List<String> texts = texts(write(false, List.of(line(1, "a" + text), line(2, text))));

    assertThat(texts).hasSize(2);
    assertThat(texts.get(1)).isEqualTo(kept(text));
    assertThat(texts.get(0)).isEqualTo(kept("a" + text));
  }

  @Test
  void aMessageOf200KilobytesComesBackWholeOrItsEndIsToldAsMissing() throws Exception {
    String text = "all there is to say, \u6f22\u5b57 and \ud83d\ude00; ".repeat(6_500);

    MemoryTarget files = write(true, List.of(line(1, "before"), line(2, text), line(3, "after")));

    List<String> texts = texts(files);
    assertThat(text).hasSizeGreaterThan(200_000);
    assertThat(texts).hasSize(3).startsWith("before").endsWith("after");
    if (files.gaps.isEmpty()) {
      assertThat(texts.get(1)).isEqualTo(kept(text));
    } else {
      assertThat(texts.get(1)).startsWith(kept(text.substring(0, 30_000)));
      assertThat(files.gaps)
          .singleElement()
          .satisfies(gap -> assertThat(gap.id()).isEqualTo("id2"));
    }
  }

  @Test
  void aGapIsVisible() throws Exception {
    Item.Gap gap = new Item.Gap("f17", "file <holiday>.png", "the bytes are lost");

    MemoryTarget files = write(false, List.of(line(1, "look")), gap);

    assertThat(everything(files)).contains("file <holiday>.png", "the bytes are lost", "f17");
  }

  @Test
  void aGapThatIsFoundAfterTheRowsIsVisibleInThePackage() throws Exception {
    MemoryTarget target = new MemoryTarget(true);
    Format.Writer writer = format().open(HEADING, sheet(), target);
    Line line = line(1, "look");
    writer.item(new Item.Row(line.id(), line.at(), sheet().cells(line)));
    writer.rowsDone();
    target.end();
    writer.item(new Item.Gap("f17", "file holiday.png", "the bytes are lost"));
    writer.finish();

    assertThat(texts(target)).containsExactly("look");
    assertThat(everything(target) + late(target))
        .contains("file holiday.png", "the bytes are lost", "f17");
  }

  private static String late(MemoryTarget target) {
    return target.files.keySet().stream()
        .filter(path -> path.startsWith("gaps."))
        .map(target::text)
        .findFirst()
        .orElse("");
  }

  @Test
  void manyRowsStreamThroughWithoutBeingKept() throws Exception {
    Sink sink = new Sink();
    Format.Writer writer = format().open(HEADING, sheet(), sink);
    Item.Row row = new Item.Row("id", START, sheet().cells(line(1, "The same text again. ")));
    for (int i = 1; i <= 200_000; i++) {
      writer.item(row);
      if (i % 50_000 == 0) {
        assertThat(sink.bytes).as("passed on after %s rows", i).isGreaterThan(i * 2L);
      }
    }
    writer.rowsDone();
    writer.finish();
  }

  /** Counts and forgets. */
  private static final class Sink implements Format.Target {
    private long bytes;

    @Override
    public OutputStream main() {
      return new OutputStream() {
        @Override
        public void write(int b) {
          bytes++;
        }

        @Override
        public void write(byte[] more, int from, int length) {
          bytes += length;
        }
      };
    }

    @Override
    public OutputStream entry(String path) throws IOException {
      return main();
    }

    @Override
    public String mainPath() {
      return "main";
    }

    @Override
    public boolean packaged() {
      return true;
    }

    @Override
    public void gap(Item.Gap gap) {
      throw new AssertionError(gap);
    }
  }
}
