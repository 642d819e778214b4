package io.roomledger.export.format;

import io.roomledger.base.Period;
import io.roomledger.chat.ChatLine;
import io.roomledger.chat.ChatSheet;
import io.roomledger.chat.LineContext;
import io.roomledger.export.Format;
import io.roomledger.export.Heading;
import io.roomledger.export.Item;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * A page of a thousand messages with what the search reads of it, and the same messages as lines of
 * JSON.
 */
@State(Scope.Thread)
public class RenderBench {
  private static final Heading HEADING = new Heading("bench", "bench", Period.ALWAYS, List.of());

  private final List<Item.Row> rows = rows();
  private final HtmlPress press;
  private final HtmlPage page = new HtmlPage(1, 0);

  public RenderBench() {
    HtmlMessages body = new HtmlMessages(ChatSheet.SHEET, new HtmlPeople(HtmlPeople.KNOWN));
    HtmlShell shell = new HtmlShell(HEADING, ChatSheet.SHEET, new Nowhere("bench"));
    press = new HtmlPress(shell, body.writer());
    rows.forEach(row -> page.add(body.take(row, 1)));
  }

  private static List<Item.Row> rows() {
    List<Item.Row> rows = new ArrayList<>();
    String[] texts = Texts.thousand();
    Instant at = Instant.parse("2024-03-15T08:00:00Z");
    for (int i = 0; i < texts.length; i++) {
      at = at.plusSeconds(i * 37 % 80);
      String who = "person" + i * 31 % 97;
      ChatLine line =
          new ChatLine(
              "message" + (1_000_000_000 + i),
              at,
              who,
              "P " + who,
              texts[i],
              "",
              null,
              "",
              List.of(),
              List.of(),
              LineContext.NONE);
      rows.add(new Item.Row(line.id(), at, ChatSheet.SHEET.cells(line)));
    }
    return rows;
  }

  /** Nobody reads it. */
  private record Nowhere(String mainPath) implements Format.Target {
    @Override
    public OutputStream main() {
      return OutputStream.nullOutputStream();
    }

    @Override
    public OutputStream entry(String path) {
      return OutputStream.nullOutputStream();
    }

    @Override
    public boolean packaged() {
      return true;
    }

    @Override
    public void gap(Item.Gap gap) {}
  }

  @Benchmark
  public Object page() throws IOException {
    return press.print(page);
  }

  @Benchmark
  public void lines() throws IOException {
    Format format = new JsonLinesFormat();
    Format.Writer writer = format.open(HEADING, ChatSheet.SHEET, new Nowhere("bench"));
    for (Item.Row row : rows) {
      writer.item(row);
    }
    writer.rowsDone();
    writer.finish();
  }
}
