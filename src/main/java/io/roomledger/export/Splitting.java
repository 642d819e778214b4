package io.roomledger.export;

import io.roomledger.base.Ids;
import io.roomledger.db.News;
import io.roomledger.db.Reading;
import io.roomledger.job.Worker;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether an attempt is worth splitting into shares that several servers make. One that is not, and
 * one that nobody could help with, pays no more for it than to look at how many rows are foreseen.
 */
final class Splitting {
  /** So many shares keep a few servers busy to the end, and are still worth taking. */
  private static final int SHARES = 40;

  private static final long MOST_ROWS = 50_000;

  /** What a share takes in the store before it is joined. */
  private static final long MOST_BYTES = 256L << 20;

  private final Exports.House house;
  private final SplitSettings settings;
  private final String server = Ids.random();
  private final String likeness;

  /**
   * The decision.
   *
   * @param publicAddress what links in files begin with; servers that have another make others
   */
  Splitting(Exports.House house, SplitSettings settings, String publicAddress) {
    this.house = house;
    this.settings = settings;
    this.likeness = version() + " " + publicAddress;
  }

  /** The version of this program, or {@code (development)}. */
  static String version() {
    return Objects.requireNonNullElse(
        Exports.class.getPackage().getImplementationVersion(), "(development)");
  }

  /** What this process is called among those that share. */
  String server() {
    return server;
  }

  ShareRows.Likes likes() {
    return new ShareRows.Likes(likeness, settings.lease());
  }

  /**
   * An attempt at a package.
   *
   * @param stamp the time that the entries of the zip carry
   * @param main the path of its main file
   */
  record Attempt(
      Worker.Run run, StoredExport export, Recipe<?> recipe, Instant stamp, String main) {}

  /**
   * The attempt in shares, told to all servers, if that is worth it.
   *
   * @param extent how much is foreseen
   */
  Optional<Split> of(Attempt attempt, Reading reading, Extent extent) {
    if (settings.from() == 0 || extent.rows() < settings.from() || alone(attempt.export())) {
      return Optional.empty();
    }
    List<RecordSource.Share> shares =
        attempt
            .recipe()
            .source()
            .shares(
                reading.handle(),
                attempt.export().order(),
                new RecordSource.Sizes(rows(extent), stretch(extent, attempt.recipe().stretch())));
    if (shares.size() < 2) {
      return Optional.empty();
    }
    ShareRows.Common common =
        new ShareRows.Common(
            new ShareRows.Of(attempt.run().id(), attempt.run().attempt()),
            server,
            likeness,
            reading.shared(),
            reading.replicated(),
            attempt.stamp(),
            attempt.main());
    Split split = new Split(house, attempt.run(), common, shares);
    split.begin();
    return Optional.of(split);
  }

  /** What is encrypted must not lie about in the clear, not even for a moment. */
  private boolean alone(StoredExport export) {
    return !(export.order().handling().encryption() instanceof ExportOrder.Encryption.None)
        || !house.database().shared()
        || house.database().jdbi().withHandle(News::listeners) < 2;
  }

  /**
   * What a stretch of a part has: its attached files are not in it, so only how many rows matters.
   *
   * @param step of which it is to be a multiple; 0 if there are to be none
   */
  private static long stretch(Extent extent, int step) {
    long rows = Math.clamp(extent.rows() / SHARES, 1, MOST_ROWS);
    return step == 0 ? 0 : Math.max(step, rows / step * step);
  }

  private static long rows(Extent extent) {
    long bytes = Math.max(1, extent.bytes() / Math.max(1, extent.rows()));
    long most = Math.clamp(MOST_BYTES / bytes, 1, MOST_ROWS);
    return Math.clamp(extent.rows() / SHARES, 1, most);
  }
}
