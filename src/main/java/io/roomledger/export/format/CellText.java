package io.roomledger.export.format;

import io.roomledger.export.Cell;

/** How cells are spelled where there is only text: as in {@link CellJson}, without the quotes. */
final class CellText {
  private final IsoTime time = new IsoTime();

  String of(Cell cell) {
    return switch (cell) {
      case Cell.Empty() -> "";
      case Cell.Text(String text) -> text;
      case Cell.Amount amount -> amount.value().toPlainString();
      case Cell.Flag(boolean value) -> Boolean.toString(value);
      case Cell.Moment moment -> time.string(moment.at());
      case Cell.Span span -> span.length().toString();
      case Cell.Link link -> link.href();
      case Cell.Many many -> CellJson.text(many);
      case Cell.Fields fields -> CellJson.text(fields);
    };
  }
}
