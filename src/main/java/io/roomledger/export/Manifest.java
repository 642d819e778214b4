package io.roomledger.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.roomledger.db.Mark;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a package says of itself: what was ordered by whom and when, what is in it, what is missing,
 * and the hash of every entry but its own. Written as {@value #PATH}; {@link Verification} reads
 * it.
 *
 * @param export the export's number and attempt
 * @param order what was ordered
 * @param times when
 * @param counts how much is in it
 * @param gaps the first gaps; {@link Counts#gaps} has all of them
 */
record Manifest(Export export, Order order, Times times, Counts counts, List<Item.Gap> gaps) {
  /** Where it is in the package. */
  static final String PATH = "manifest.json";

  /** The version of this layout. */
  static final String LAYOUT = "roomledger.export/1";

  /** The most gaps it lists one by one. */
  static final int GAPS = 1_000;

  /**
   * Which export.
   *
   * @param program the version of the program that wrote it
   * @param resumed what became of what an earlier attempt left; empty if there was nothing
   */
  record Export(long id, int attempt, String program, String resumed) {}

  /** What was ordered. */
  record Order(String kind, ExportOrder order, String orderedBy, String organisation) {}

  /**
   * When it was ordered, when the snapshot was taken and when it was finished.
   *
   * @param mark which transactions the snapshot saw
   * @param base the earlier export, if only what changed since is in it
   */
  record Times(
      Instant ordered, Instant snapshot, Instant finished, Mark mark, Optional<Base> base) {}

  /** How much is in it, and the first and last row. */
  record Counts(
      long rows,
      long sections,
      long attachments,
      long gaps,
      Optional<Row> first,
      Optional<Row> last,
      Map<Change, Long> changes,
      List<Parts.Part> parts) {
    Counts {
      changes = Map.copyOf(changes);
      parts = List.copyOf(parts);
    }
  }

  /** A row's id and time. */
  record Row(String id, Instant at) {}

  Manifest {
    gaps = List.copyOf(gaps);
  }

  /** Its text, for these entries. */
  String json(List<ZipStream.Written> entries) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json =
        new JsonFactory().createGenerator(text).setPrettyPrinter(new DefaultPrettyPrinter())) {
      json.writeStartObject();
      head(json);
      counts(json);
      gaps(json);
      if (!counts.parts().isEmpty()) {
        parts(json);
      }
      json.writeArrayFieldStart("entries");
      for (ZipStream.Written entry : entries) {
        json.writeStartObject();
        json.writeStringField("path", entry.path());
        json.writeNumberField("size", entry.size());
        json.writeStringField("sha256", entry.sha256());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.append('\n').toString();
  }

  private void head(JsonGenerator json) throws IOException {
    json.writeStringField("layout", LAYOUT);
    json.writeStringField("program", "roomledger " + export.program());
    json.writeStringField("export", Long.toString(export.id()));
    json.writeNumberField("attempt", export.attempt());
    if (!export.resumed().isEmpty()) {
      json.writeStringField("resumed", export.resumed());
    }
    json.writeStringField("recipe", order.order().recipe());
    json.writeStringField("kind", order.kind());
    json.writeObjectFieldStart("period");
    json.writeStringField("from", order.order().period().from().toString());
    json.writeStringField("to", order.order().period().to().toString());
    json.writeEndObject();
    json.writeObjectFieldStart("selection");
    for (Map.Entry<String, List<String>> values : order.order().selection().values().entrySet()) {
      json.writeArrayFieldStart(values.getKey());
      for (String value : values.getValue()) {
        json.writeString(value);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
    json.writeStringField("orderedBy", order.orderedBy());
    json.writeStringField("organisation", order.organisation());
    json.writeStringField("orderedAt", times.ordered().toString());
    json.writeStringField("snapshotAt", times.snapshot().toString());
    json.writeStringField("finishedAt", times.finished().toString());
    mark(json, "snapshot", times.mark());
    if (times.base().isPresent()) {
      json.writeObjectFieldStart("since");
      json.writeStringField("export", Long.toString(times.base().get().export()));
      mark(json, "snapshot", times.base().get().mark());
      json.writeEndObject();
    }
  }

  /** Which transactions a snapshot saw, in the words of PostgreSQL, and in which database. */
  private static void mark(JsonGenerator json, String name, Mark mark) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeStringField("database", mark.system());
    json.writeStringField("transactions", mark.snapshot());
    json.writeEndObject();
  }

  private void counts(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("counts");
    json.writeNumberField("rows", counts.rows());
    json.writeNumberField("sections", counts.sections());
    json.writeNumberField("attachments", counts.attachments());
    json.writeNumberField("gaps", counts.gaps());
    if (times.base().isPresent()) {
      for (Change change : Change.values()) {
        json.writeNumberField(change.word(), counts.changes().getOrDefault(change, 0L));
      }
    }
    json.writeEndObject();
    row(json, "first", counts.first());
    row(json, "last", counts.last());
  }

  private static void row(JsonGenerator json, String name, Optional<Row> row) throws IOException {
    if (row.isPresent()) {
      json.writeObjectFieldStart(name);
      json.writeStringField("id", row.get().id());
      json.writeStringField("at", row.get().at().toString());
      json.writeEndObject();
    }
  }

  private void parts(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("parts");
    for (Parts.Part part : counts.parts()) {
      json.writeStartObject();
      json.writeStringField("id", part.id());
      json.writeStringField("title", part.title());
      json.writeStringField("path", part.path());
      json.writeNumberField("rows", part.rows());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void gaps(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("gaps");
    for (Item.Gap gap : gaps) {
      json.writeStartObject();
      json.writeStringField("id", gap.id());
      json.writeStringField("what", gap.what());
      json.writeStringField("reason", gap.reason());
      json.writeEndObject();
    }
    json.writeEndArray();
    if (counts.gaps() > gaps.size()) {
      json.writeNumberField("gapsNotListed", counts.gaps() - gaps.size());
    }
  }
}
