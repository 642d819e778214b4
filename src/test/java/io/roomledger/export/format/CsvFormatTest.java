package io.roomledger.export.format;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.roomledger.export.Format;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvFormatTest extends FormatContract {
  @Override
  Format format() {
    return new CsvFormat();
  }

  @Override
  List<String> texts(MemoryTarget files) throws Exception {
    assertThat(files.text("room")).startsWith("\ufeffId,Text,Who,When\r\n");
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder().ofCsvRecord(files.text("room").substring(1))) {
      return reader.stream()
          .peek(record -> assertThat(record.getFieldCount()).isEqualTo(4))
          .skip(1)
          .filter(record -> !record.getField(0).startsWith("GAP"))
          .map(record -> record.getField(1))
          .toList();
    }
  }

  @Override
  String kept(String text) {
    String kept =
        text.replaceAll(
            "[\ud800-\udfff\ufffe\uffff\u0000-\u0008\u000b\u000c\u000e-\u001f]", "\ufffd");
    return "=+-@".indexOf(kept.charAt(0)) < 0 ? kept : "'" + kept;
  }

  @Override
  String everything(MemoryTarget files) {
    return files.text("room");
  }

  @Test
  void aCellThatASpreadsheetWouldRunIsNeutralised() {
    for (String formula : List.of("=1", "+1", "-1", "@a", "\tx", "\rx")) {
      assertThat(CsvFormat.harmless(formula)).isEqualTo("'" + formula);
    }
    assertThat(CsvFormat.harmless("1-1")).isEqualTo("1-1");
    assertThat(CsvFormat.harmless("")).isEmpty();
  }
}
