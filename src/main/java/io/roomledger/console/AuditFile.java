package io.roomledger.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.writer.CsvWriter;
import io.roomledger.audit.AuditRow;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.http.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Rows of the audit log as a file. */
final class AuditFile {
  private AuditFile() {}

  /** What it can be. */
  enum Kind {
    CSV("csv", "text/csv; charset=utf-8"),
    JSON("jsonl", "application/x-ndjson; charset=utf-8");

    private final String ending;
    private final String mediaType;

    Kind(String ending, String mediaType) {
      this.ending = ending;
      this.mediaType = mediaType;
    }

    static Kind of(String name) {
      return switch (name) {
        case "csv" -> CSV;
        case "json" -> JSON;
        default -> throw new RefusedException(new Refusal.Invalid("format", name, "csv or json"));
      };
    }

    String ending() {
      return ending;
    }

    String mediaType() {
      return mediaType;
    }
  }

  static byte[] of(Kind kind, List<AuditRow> rows) {
    String text = kind == Kind.CSV ? csv(rows) : json(rows);
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String json(List<AuditRow> rows) {
    StringBuilder text = new StringBuilder();
    for (AuditRow row : rows) {
      ObjectNode one = Json.object().put("id", row.id()).put("at", row.at().toString());
      one.put("actor", row.actor()).put("address", row.address());
      one.put("action", row.action()).put("subject", row.subject());
      ObjectNode details = one.putObject("details");
      row.details().forEach(details::put);
      text.append(one).append('\n');
    }
    return text.toString();
  }

  private static String csv(List<AuditRow> rows) {
    StringWriter text = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().build(text)) {
      csv.writeRecord("id", "at", "actor", "address", "action", "subject", "details");
      for (AuditRow row : rows) {
        csv.writeRecord(
            Long.toString(row.id()),
            row.at().toString(),
            safe(row.actor()),
            safe(row.address()),
            safe(row.action()),
            safe(row.subject()),
            safe(details(row.details())));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static String details(Map<String, String> details) {
    return details.entrySet().stream()
        .map(it -> it.getKey() + "=" + it.getValue())
        .collect(Collectors.joining("; "));
  }

  /** A cell that a spreadsheet would take for a formula is neutralised. */
  private static String safe(String cell) {
    return cell.matches("(?s)[=+\\-@\\t\\r].*") ? "'" + cell : cell;
  }
}
