package io.roomledger.export.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roomledger.export.Cell;
import io.roomledger.export.Column;
import io.roomledger.export.Format;
import io.roomledger.export.Item;
import io.roomledger.export.Sheet;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class JsonLinesFormatTest extends FormatContract {
  @Override
  Format format() {
    return new JsonLinesFormat();
  }

  @Override
  List<String> texts(MemoryTarget files) throws Exception {
    assertThat(files.text("room")).endsWith("\n").doesNotContain("\n ");
    List<String> texts = new ArrayList<>();
    for (String line : files.text("room").lines().toList()) {
      JsonNode node = new ObjectMapper().readTree(line);
      if (node.has("msg")) {
        texts.add(node.get("msg").textValue());
      }
    }
    return texts;
  }

  @Override
  String kept(String text) {
    return text.replaceAll("[\ud800-\udfff]", "\ufffd");
  }

  @Override
  String everything(MemoryTarget files) {
    return files.text("room");
  }

  @Test
  void nothingIsOneLineFeed() throws Exception {
    assertThat(write(false, List.of()).text("room")).isEqualTo("\n");
  }

  @Test
  void aLineIsSpelledAsDocumented() throws Exception {
    MemoryTarget target = new MemoryTarget(false);
    List<Cell> cells =
        List.of(
            Cell.text("a \"b\" \ud83d\ude00"),
            Cell.EMPTY,
            Cell.moment(Instant.parse("2024-03-15T10:00:00.0019Z")),
            new Cell.Amount(new BigDecimal("12.50")),
            new Cell.Flag(true),
            new Cell.Span(Duration.ofMinutes(90)),
            new Cell.Link("assets/f-a.png", "a.png"),
            new Cell.Many(List.of(Cell.number(1), Cell.EMPTY, Cell.text("x"))),
            new Cell.Fields(
                List.of(new Cell.Field("k", Cell.text("v")), new Cell.Field("gone", Cell.EMPTY))));
    Function<Line, Cell> none = line -> Cell.EMPTY;
    List<Column<Line>> columns = new ArrayList<>();
    for (String key : List.of("t", "e", "m", "n", "b", "s", "l", "a", "o")) {
      columns.add(new Column<>(key, key, none));
    }
    Format.Writer writer =
        format().open(HEADING, new Sheet<>("s", Sheet.Layout.TABLE, columns), target);
    writer.item(new Item.Row("1", START, cells));
    writer.item(new Item.Row("2", START, cells));
    writer.rowsDone();
    writer.finish();

    String line =
        "{\"t\":\"a \\\"b\\\" \ud83d\ude00\",\"m\":\"2024-03-15T10:00:00.001Z\",\"n\":12.50,"
            + "\"b\":true,\"s\":\"PT1H30M\",\"l\":\"assets/f-a.png\",\"a\":[1,null,\"x\"],"
            + "\"o\":{\"k\":\"v\"}}\n";
    assertThat(target.text("room")).isEqualTo(line + line);
  }
}
