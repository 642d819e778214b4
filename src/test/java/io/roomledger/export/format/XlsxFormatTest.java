package io.roomledger.export.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.export.Cell;
import io.roomledger.export.Column;
import io.roomledger.export.Format;
import io.roomledger.export.Item;
import io.roomledger.export.Sheet;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.junit.jupiter.api.Test;

class XlsxFormatTest extends FormatContract {
  @Override
  Format format() {
    return new XlsxFormat();
  }

  @Override
  List<String> texts(MemoryTarget files) throws Exception {
    List<Row> rows = rows(files, 0);
    assertThat(rows.getFirst().getCellText(1)).isEqualTo("Text");
    return rows.stream().skip(1).map(row -> decoded(row.getCellText(1))).toList();
  }

  private static List<Row> rows(MemoryTarget files, int tab) throws Exception {
    try (ReadableWorkbook book =
        new ReadableWorkbook(new ByteArrayInputStream(files.bytes("room")))) {
      return book.getSheet(tab).orElseThrow().read();
    }
  }

  /** What Excel does and this reader does not. */
  private static String decoded(String text) {
    return text.replace("_x005F_", "_");
  }

  @Override
  String kept(String text) {
    return text.replaceAll(
        "[\ud800-\udfff\ufffe\uffff\u0000-\u0008\u000b\u000c\u000e-\u001f]", "\ufffd");
  }

  @Override
  String everything(MemoryTarget files) throws Exception {
    try (ReadableWorkbook book =
        new ReadableWorkbook(new ByteArrayInputStream(files.bytes("room")))) {
      StringBuilder all = new StringBuilder();
      for (var sheet : book.getSheets().toList()) {
        for (Row row : sheet.read()) {
          all.append(
              row.stream().map(cell -> cell.getText()).collect(Collectors.joining("|", "", "\n")));
        }
      }
      return all.toString();
    }
  }

  @Test
  void whatACellCannotHoldIsCutVisiblyAndCounted() throws Exception {
    MemoryTarget files = write(false, List.of(line(1, "x".repeat(100_000)), line(2, "short")));

    String cut = texts(files).getFirst();
    assertThat(cut)
        .hasSize(32_767)
        .endsWith("[cut here: 100000 characters are too many for a cell]");
    assertThat(files.gaps).singleElement().extracting(Item.Gap::id).isEqualTo("id1");
    assertThat(everything(files)).contains("the end of Text");
  }

  @Test
  void cellsHaveTheirTypes() throws Exception {
    List<Cell> cells =
        List.of(
            Cell.moment(START),
            new Cell.Amount(new BigDecimal("12.5")),
            new Cell.Amount(new BigDecimal("7111325589855797267")),
            new Cell.Flag(true),
            new Cell.Span(Duration.ofHours(36)),
            Cell.EMPTY,
            Cell.text("=1+1"));
    Function<Line, Cell> none = line -> Cell.EMPTY;
    List<Column<Line>> columns = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      columns.add(new Column<>("c" + i, "C" + i, none));
    }
    MemoryTarget files = new MemoryTarget(false);
    Format.Writer writer =
        format().open(HEADING, new Sheet<>("All/types", Sheet.Layout.TABLE, columns), files);
    writer.item(new Item.Row("1", START, cells));
    writer.rowsDone();
    writer.finish();

    Row row = rows(files, 0).get(1);
    assertThat(row.getCellAsDate(0)).contains(LocalDateTime.of(2024, 3, 15, 10, 0));
    assertThat(row.getCellAsNumber(1)).contains(new BigDecimal("12.5"));
    assertThat(row.getCell(2).getType()).isEqualTo(CellType.STRING);
    assertThat(row.getCellText(2)).isEqualTo("7111325589855797267");
    assertThat(row.getCellAsBoolean(3)).contains(true);
    assertThat(row.getCellAsNumber(4)).contains(new BigDecimal("1.5"));
    assertThat(row.getCell(6).getType()).isEqualTo(CellType.STRING);
    assertThat(row.getCell(6).getFormula()).isNull();
  }

  @Test
  void rowsThatDoNotFitGoOnInAFurtherTab() throws Exception {
    MemoryTarget files = new MemoryTarget(false);
    Format.Writer writer = new XlsxFormat(1_001).open(HEADING, sheet(), files);
    for (int i = 0; i < 2_500; i++) {
      Line line = line(i, "message " + i);
      writer.item(new Item.Row(line.id(), line.at(), sheet().cells(line)));
    }
    writer.rowsDone();
    writer.finish();

    assertThat(rows(files, 0)).hasSize(1_001);
    assertThat(rows(files, 1)).hasSize(1_001);
    assertThat(rows(files, 2)).hasSize(501);
    assertThat(rows(files, 1).getFirst().getCellText(1)).isEqualTo("Text");
    assertThat(rows(files, 2).getLast().getCellText(1)).isEqualTo("message 2499");
  }
}
