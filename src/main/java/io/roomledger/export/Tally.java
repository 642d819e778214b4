package io.roomledger.export;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
  private long byOthers;

  /**
   * What was counted of a share, as it is written down.
   *
   * @param listed the first gaps
   * @param first the id and the time of the first row; empty if there is none
   */
  record Counted(
      long rows,
      long sections,
      long attachments,
      long gaps,
      List<Item.Gap> listed,
      Map<Change, Long> changes,
      List<String> first,
      List<String> last) {}

  Counted counted() {
    boolean any = firstId != null;
    return new Counted(
        rows,
        sections,
        attachments,
        gaps,
        List.copyOf(listed),
        Map.copyOf(changes),
        any ? List.of(Objects.requireNonNull(firstId), firstAt.toString()) : List.of(),
        any ? List.of(lastId, lastAt.toString()) : List.of());
  }

  /** Counts what another server counted of what follows. */
  void add(Counted share) {
    if (!share.first().isEmpty()) {
      long before = rows;
      long _ = row(share.first().getFirst(), Instant.parse(share.first().getLast()));
      long _ = row(share.last().getFirst(), Instant.parse(share.last().getLast()));
      rows = before + share.rows();
    }
    sections += share.sections();
    attachments += share.attachments();
    gaps += share.gaps();
    share.listed().stream().limit(Manifest.GAPS - listed.size()).forEach(listed::add);
    share.changes().forEach((change, number) -> changes.merge(change, number, Long::sum));
    byOthers += share.rows();
  }

  /** How many rows other servers have made. */
  long byOthers() {
    return byOthers;
  }

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
