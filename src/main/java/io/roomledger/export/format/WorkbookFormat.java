package io.roomledger.export.format;

import io.roomledger.export.Cell;
import io.roomledger.export.Format;
import io.roomledger.export.Heading;
import io.roomledger.export.Item;
import io.roomledger.export.Sheet;
import io.roomledger.export.Workbook;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An Office Open XML workbook of a report: a tab that says what it is about and what its words
 * mean, then a tab with a chart for each chapter. For reports, whose rows are few: it keeps them
 * until the end, and refuses more than {@link #MOST}.
 */
public final class WorkbookFormat implements Format {
  /** The most rows of a report. */
  static final int MOST = 100_000;

  private final Workbook workbook;

  public WorkbookFormat(Workbook workbook) {
    this.workbook = workbook;
  }

  @Override
  public String name() {
    return "xlsx";
  }

  @Override
  public String ending() {
    return "xlsx";
  }

  @Override
  public String mediaType() {
    return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  }

  @Override
  public Set<Sheet.Layout> layouts() {
    return EnumSet.of(Sheet.Layout.TABLE);
  }

  @Override
  public Writer open(Heading heading, Sheet<?> sheet, Target target) throws IOException {
    return new Report(heading, sheet, target);
  }

  private final class Report implements Writer {
    private final Heading heading;
    private final Sheet<?> sheet;
    private final Target target;
    private final Map<String, List<List<Cell>>> rows = new LinkedHashMap<>();
    private final List<Item.Gap> gaps = new ArrayList<>();
    private int size;

    Report(Heading heading, Sheet<?> sheet, Target target) {
      this.heading = heading;
      this.sheet = sheet;
      this.target = target;
      workbook.chapters().forEach(chapter -> rows.put(chapter.of(), new ArrayList<>()));
    }

    @Override
    public void item(Item item) {
      switch (item) {
        case Item.Row row -> row(row);
        case Item.Gap gap -> gaps.add(gap);
        case Item.Section ignored -> {}
        case Item.Attachment ignored -> {}
      }
    }

    private void row(Item.Row row) {
      String of = new CellText().of(row.cells().getFirst());
      List<List<Cell>> chapter = rows.get(of);
      if (chapter == null || ++size > MOST) {
        throw new IllegalStateException("row " + row.id() + " has no place in the workbook");
      }
      chapter.add(row.cells());
    }

    @Override
    public void rowsDone() {
      // written at the end, as its gaps are a part of it
    }

    @Override
    public void finish() throws IOException {
      List<String> keys = sheet.columns().stream().map(column -> column.key()).toList();
      List<WorkbookTab> tabs = new ArrayList<>();
      tabs.add(WorkbookTab.about(heading));
      for (Workbook.Chapter chapter : workbook.chapters()) {
        List<List<Cell>> own = rows.getOrDefault(chapter.of(), List.of());
        tabs.add(WorkbookTab.of(chapter, new WorkbookTab.Table(keys, titles(), own), workbook));
      }
      if (!gaps.isEmpty()) {
        tabs.add(WorkbookTab.gaps(gaps));
      }
      new WorkbookParts(tabs).write(target.main());
    }

    private List<String> titles() {
      return sheet.columns().stream().map(column -> column.title()).toList();
    }
  }
}
