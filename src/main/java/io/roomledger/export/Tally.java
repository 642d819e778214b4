package io.roomledger.export;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counts what goes into a file, for the proof and the manifest. */
final class Tally {
  private final List<Item.Gap> listed = new ArrayList<>();
  private @Nullable String firstId;
  private Instant firstAt = Instant.EPOCH;
  private String lastId = "";
  private Instant lastAt = Instant.EPOCH;
  private final Map<Change, Long> changes = new EnumMap<>(Change.class);
  private long rows;
  private long sections;
  private long attachments;
  private long gaps;

  /** Counts a row and answers how many there are. */
  long row(String id, Instant at) {
    if (firstId == null) {
      firstId = id;
      firstAt = at;
    }
    lastId = id;
    lastAt = at;
    return ++rows;
  }

  /** Counts what became of a row. */
  void change(Change change) {
    changes.merge(change, 1L, Long::sum);
  }

  void section() {
    sections++;
  }

  void attachment() {
    attachments++;
  }

  void gap(Item.Gap gap) {
    gaps++;
    if (listed.size() < Manifest.GAPS) {
      listed.add(gap);
    }
  }

  long rows() {
    return rows;
  }

  long gaps() {
    return gaps;
  }

  List<Item.Gap> listed() {
    return listed;
  }

  Manifest.Counts counts(List<Parts.Part> parts) {
    Optional<Manifest.Row> first =
        Optional.ofNullable(firstId).map(id -> new Manifest.Row(id, firstAt));
    Optional<Manifest.Row> last = first.map(any -> new Manifest.Row(lastId, lastAt));
    return new Manifest.Counts(rows, sections, attachments, gaps, first, last, changes, parts);
  }
}
