package io.roomledger.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The table export_part: what is safe of packages that are not finished. */
final class PartRows {
  private static final ObjectMapper JSON = new ObjectMapper();

  private PartRows() {}

  /**
   * A part that was finished.
   *
   * @param upload what the store calls the upload
   * @param sha256 of the upload up to the end of the part
   * @param zip where the part ends; of the entries only those that ended in it
   */
  record Part(String upload, String sha256, KeptZip zip) {}

  /** Adds a part; whoever does so makes sure that the export is theirs to do. */
  static void add(Handle handle, long export, Part part) {
    handle
        .createUpdate(
            """
            INSERT INTO export_part (export, number, upload, size, sha256, stamp, entries, open)
            SELECT :export, 1 + coalesce((SELECT max(number) FROM export_part
                                           WHERE export = :export), 0),
                   :upload, :size, :sha256, :stamp, :entries::jsonb, :open::jsonb
            """)
        .bind("export", export)
        .bind("upload", part.upload())
        .bind("size", part.zip().size())
        .bind("sha256", part.sha256())
        .bind("stamp", part.zip().stamp().atOffset(ZoneOffset.UTC))
        .bind("entries", written(part.zip().entries()))
        .bind("open", part.zip().open().map(PartRows::written).orElse(null))
        .execute();
  }

  /** All that is safe of an export, if anything is. */
  static Optional<Part> left(Handle handle, long export) {
    List<KeptEntry> entries = new ArrayList<>();
    return handle
        .createQuery("SELECT * FROM export_part WHERE export = :export ORDER BY number")
        .bind("export", export)
        .map((row, context) -> read(row, entries))
        .stream()
        .reduce((earlier, later) -> later);
  }

  /** Forgets what was safe: it is finished, given up or of no use. */
  static void forget(Handle handle, long export) {
    handle.execute("DELETE FROM export_part WHERE export = ?", export);
  }

  /** The uploads that somebody will go on with. */
  static Set<String> uploads(Handle handle) {
    return handle.createQuery("SELECT DISTINCT upload FROM export_part").mapTo(String.class).set();
  }

  private static Part read(ResultSet row, List<KeptEntry> entries) throws SQLException {
    try {
      entries.addAll(List.of(JSON.readValue(row.getString("entries"), KeptEntry[].class)));
      String open = row.getString("open");
      return new Part(
          row.getString("upload"),
          row.getString("sha256"),
          new KeptZip(
              row.getObject("stamp", OffsetDateTime.class).toInstant(),
              row.getLong("size"),
              entries,
              open == null
                  ? Optional.empty()
                  : Optional.of(JSON.readValue(open, KeptEntry.class))));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String written(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
