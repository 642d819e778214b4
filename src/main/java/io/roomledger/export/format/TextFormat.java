package io.roomledger.export.format;

import io.roomledger.export.Cell;
import io.roomledger.export.Column;
import io.roomledger.export.Format;
import io.roomledger.export.Heading;
import io.roomledger.export.Item;
import io.roomledger.export.Sheet;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Plain text for people and for {@code grep}: UTF-8, lines ended by LF, times ISO 8601 in UTC. A
 * message is a line that says when, who and its id, then what was said, each line of it indented by
 * four blanks: whatever somebody wrote, it cannot pass for the line of another message. What else a
 * row has follows as {@code name: value}, indented by two.
 */
public final class TextFormat implements Format {
  @Override
  public String name() {
    return "text";
  }

  @Override
  public String ending() {
    return "txt";
  }

  @Override
  public String mediaType() {
    return "text/plain; charset=utf-8";
  }

  @Override
  public Set<Sheet.Layout> layouts() {
    return Set.of(Sheet.Layout.TRANSCRIPT, Sheet.Layout.TABLE);
  }

  @Override
  public Writer open(Heading heading, Sheet<?> sheet, Target target) throws IOException {
    Lines lines = new Lines(sheet, target);
    lines.heading(heading);
    return lines;
  }

  @Override
  public int stretch(Sheet<?> sheet) {
    return 1;
  }

  @Override
  public Writer openStretch(Heading heading, Sheet<?> sheet, Target target, long before)
      throws IOException {
    return new Lines(sheet, target);
  }

  private static final class Lines implements Writer {
    private static final String SAID = "    ";
    private static final String ASIDE = "  ";

    /** All that some reader shows as the begin of a new line. */
    private static final Pattern BREAK = Pattern.compile("\\R");

    private final CellText cells = new CellText();
    private final Target target;
    private final LateGaps late;
    private final List<? extends Column<?>> columns;
    private final Utf8 out;

    Lines(Sheet<?> sheet, Target target) throws IOException {
      this.target = target;
      this.late = new LateGaps(target);
      this.columns = sheet.columns();
      this.out = new Utf8(target.main());
    }

    private void heading(Heading heading) throws IOException {
      line("", heading.title());
      line(ASIDE, "From: " + heading.period().from());
      line(ASIDE, "To: " + heading.period().to());
      for (Heading.Fact fact : heading.facts()) {
        lines(ASIDE, fact.name() + ": " + fact.value());
      }
    }

    @Override
    public void item(Item item) throws IOException {
      switch (item) {
        case Item.Row row -> row(row.cells());
        case Item.Section section -> section(section);
        case Item.Gap gap -> {
          if (!late.took(gap)) {
            gap(gap);
          }
        }
        case Item.Attachment ignored -> {}
      }
    }

    private void section(Item.Section section) throws IOException {
      out.raw("\n");
      line("", "# " + section.title());
    }

    private void row(List<Cell> row) throws IOException {
      out.raw("\n");
      head(row);
      for (int i = 0; i < row.size(); i++) {
        if (columns.get(i).role() == Column.Role.TEXT) {
          lines(SAID, cells.of(row.get(i)));
        }
      }
      for (int i = 0; i < row.size(); i++) {
        aside(columns.get(i), row.get(i));
      }
    }

    /** When, who, the id, as far as the sheet has them. */
    private void head(List<Cell> row) throws IOException {
      String who = role(row, Column.Role.AUTHOR_NAME);
      String name = role(row, Column.Role.AUTHOR);
      String both = who.isEmpty() || who.equals(name) ? name : who + " (" + name + ")";
      String id = role(row, Column.Role.ID);
      String head =
          String.join(
              "  ",
              Stream.of(role(row, Column.Role.MOMENT), both, id.isEmpty() ? "" : "[" + id + "]")
                  .filter(part -> !part.isEmpty())
                  .toList());
      line("", head);
    }

    private String role(List<Cell> row, Column.Role role) {
      for (int i = 0; i < row.size(); i++) {
        if (columns.get(i).role() == role) {
          return cells.of(row.get(i));
        }
      }
      return "";
    }

    private void aside(Column<?> column, Cell cell) throws IOException {
      switch (column.role()) {
        case ID, MOMENT, AUTHOR, AUTHOR_NAME, TEXT, THUMBNAILS -> {}
        case PLAIN,
            SYSTEM,
            EDITED,
            PARENT,
            REACTIONS,
            FILES,
            QUOTES,
            REPLIES,
            PINNED,
            CHANGE,
            DELETED -> {
          if (!(cell instanceof Cell.Empty)) {
            lines(ASIDE, column.title() + ": " + cells.of(cell));
          }
        }
      }
    }

    private void gap(Item.Gap gap) throws IOException {
      out.raw("\n");
      line("", "GAP: " + spelled(gap));
    }

    private static String spelled(Item.Gap gap) {
      return (gap.what() + " [" + gap.id() + "]: " + gap.reason());
    }

    /** Every line of a text, each behind the same blanks. */
    private void lines(String indent, String text) throws IOException {
      for (String line : BREAK.split(WellFormed.printable(text), -1)) {
        line(indent, line);
      }
    }

    private void line(String indent, String text) throws IOException {
      out.raw(indent).raw(BREAK.matcher(WellFormed.printable(text)).replaceAll(" ")).raw("\n");
    }

    @Override
    public boolean makeRoom(long rows, String told) throws IOException {
      out.flush();
      return true;
    }

    @Override
    public void rowsDone() throws IOException {
      if (late.begin()) {
        out.flush();
      }
    }

    @Override
    public void finish() throws IOException {
      if (late.any()) {
        out.to(target.entry("gaps.txt"));
        for (Item.Gap gap : late.gaps()) {
          line("", spelled(gap));
        }
      }
      if (!late.began() || late.any()) {
        out.flush();
      }
    }
  }
}
