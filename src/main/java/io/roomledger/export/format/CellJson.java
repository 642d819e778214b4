package io.roomledger.export.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.roomledger.export.Cell;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/**
 * How cells are spelled in JSON: a Moment as {@code 2024-03-15T10:00:00.000Z}, an Amount as a
 * number, a Flag as a boolean, a Span as an ISO 8601 duration ({@code PT1H30M}), a Link as its
 * address, Many as an array, Fields as an object. An Empty field is left out; an Empty element of
 * an array is {@code null}, so that the others keep their places.
 */
final class CellJson {
  /** Writes emoji as they are instead of as escapes, and nothing between objects. */
  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
          .build()
          .setRootValueSeparator("");

  private final JsonGenerator json;
  private final IsoTime time = new IsoTime();

  CellJson(JsonGenerator json) {
    this.json = json;
  }

  /** {@code cell} as compact JSON text. */
  static String text(Cell cell) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      new CellJson(json).value(cell);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** Writes a field, unless the cell is Empty. */
  void field(String key, Cell cell) throws IOException {
    if (!(cell instanceof Cell.Empty)) {
      json.writeFieldName(key);
      value(cell);
    }
  }

  private void value(Cell cell) throws IOException {
    switch (cell) {
      case Cell.Empty() -> json.writeNull();
      case Cell.Text(String text) -> json.writeString(WellFormed.unicode(text));
      case Cell.Amount amount -> json.writeNumber(amount.value());
      case Cell.Flag(boolean value) -> json.writeBoolean(value);
      case Cell.Moment moment -> {
        int length = time.write(moment.at());
        json.writeString(time.text(), 0, length);
      }
      case Cell.Span span -> json.writeString(span.length().toString());
      case Cell.Link link -> json.writeString(WellFormed.unicode(link.href()));
      case Cell.Many many -> {
        json.writeStartArray();
        for (Cell one : many.cells()) {
          value(one);
        }
        json.writeEndArray();
      }
      case Cell.Fields fields -> {
        json.writeStartObject();
        for (Cell.Field field : fields.fields()) {
          field(field.key(), field.cell());
        }
        json.writeEndObject();
      }
    }
  }
}
