package io.roomledger.export.format;

import com.fasterxml.jackson.core.JsonGenerator;
import io.roomledger.export.Cell;
import io.roomledger.export.Column;
import io.roomledger.export.Format;
import io.roomledger.export.Heading;
import io.roomledger.export.Item;
import io.roomledger.export.Sheet;
import java.io.IOException;
import java.io.OutputStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * JSON Lines: one object for each row, UTF-8, lines ended by a line feed; a file without rows is a
 * single line feed. Keys are the columns' keys in their order, {@link CellJson} says how cells are
 * spelled. A gap is a line {@code {"gap":{"id":..,"what":..,"reason":..}}}; gaps found after the
 * rows are in {@code gaps.json}. Section titles are for people and are left out.
 */
public final class JsonLinesFormat implements Format {
  @Override
  public String name() {
    return "json";
  }

  @Override
  public String ending() {
    return "json";
  }

  @Override
  public String mediaType() {
    return "application/x-ndjson";
  }

  @Override
  public Set<Sheet.Layout> layouts() {
    return EnumSet.allOf(Sheet.Layout.class);
  }

  @Override
  public Writer open(Heading heading, Sheet<?> sheet, Target target) throws IOException {
    return new Lines(sheet, target, true);
  }

  @Override
  public int stretch(Sheet<?> sheet) {
    return 1;
  }

  @Override
  public Writer openStretch(Heading heading, Sheet<?> sheet, Target target, long before)
      throws IOException {
    return new Lines(sheet, target, false);
  }

  private static final class Lines implements Writer {
    private final String[] keys;
    private final Target target;
    private final LateGaps late;
    private final boolean whole;
    private JsonGenerator json;
    private CellJson cells;
    private boolean any;

    /**
     * Begins.
     *
     * @param whole whether it writes the whole file, and not a stretch of it
     */
    Lines(Sheet<?> sheet, Target target, boolean whole) throws IOException {
      this.whole = whole;
      this.keys = sheet.columns().stream().map(Column::key).toArray(String[]::new);
      this.target = target;
      this.late = new LateGaps(target);
      this.json = generator(target.main());
      this.cells = new CellJson(json);
    }

    private static JsonGenerator generator(OutputStream out) throws IOException {
      return CellJson.FACTORY.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    }

    @Override
    public void item(Item item) throws IOException {
      switch (item) {
        case Item.Row row -> row(row.cells());
        case Item.Gap gap -> {
          if (!late.took(gap)) {
            gap(gap);
          }
        }
        case Item.Section ignored -> {}
        case Item.Attachment ignored -> {}
      }
    }

    private void row(List<Cell> row) throws IOException {
      json.writeStartObject();
      for (int i = 0; i < keys.length; i++) {
        cells.field(keys[i], row.get(i));
      }
      json.writeEndObject();
      endLine();
    }

    private void endLine() throws IOException {
      json.writeRaw('\n');
      any = true;
    }

    private void gap(Item.Gap gap) throws IOException {
      json.writeStartObject();
      json.writeObjectFieldStart("gap");
      json.writeStringField("id", WellFormed.unicode(gap.id()));
      json.writeStringField("what", WellFormed.unicode(gap.what()));
      json.writeStringField("reason", WellFormed.unicode(gap.reason()));
      json.writeEndObject();
      json.writeEndObject();
      endLine();
    }

    @Override
    public boolean makeRoom(long rows, String told) throws IOException {
      json.flush();
      any = true;
      return true;
    }

    @Override
    public void rowsDone() throws IOException {
      if (late.begin()) {
        end();
      }
    }

    @Override
    public void finish() throws IOException {
      if (!late.began()) {
        end();
      } else if (late.any()) {
        json = generator(target.entry("gaps.json"));
        for (Item.Gap gap : late.gaps()) {
          gap(gap);
        }
        end();
      }
    }

    private void end() throws IOException {
      if (whole && !any) {
        json.writeRaw('\n');
      }
      json.close();
    }
  }
}
