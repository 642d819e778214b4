package io.roomledger.export.format;

import io.roomledger.export.Cell;
import io.roomledger.export.Column.Role;
import io.roomledger.export.Item;
import io.roomledger.export.Sheet;
import java.util.EnumMap;
import java.util.Map;

/** In which column of a sheet what stands. */
final class HtmlRoles {
  private final Map<Role, Integer> columns = new EnumMap<>(Role.class);

  HtmlRoles(Sheet<?> sheet) {
    for (int i = 0; i < sheet.columns().size(); i++) {
      columns.put(sheet.columns().get(i).role(), i);
    }
  }

  boolean has(Role role) {
    return columns.containsKey(role);
  }

  Cell cell(Item.Row row, Role role) {
    Integer column = columns.get(role);
    return column == null ? Cell.EMPTY : row.cells().get(column);
  }

  /** The text of a column that holds text, empty for none. */
  String text(Item.Row row, Role role) {
    Cell cell = cell(row, role);
    if (cell instanceof Cell.Text(String text)) {
      return text;
    }
    return cell instanceof Cell.Empty ? "" : new CellText().of(cell);
  }
}
