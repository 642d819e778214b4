package io.roomledger.export;

import io.roomledger.db.Database;
import io.roomledger.db.Mark;
import io.roomledger.db.Reading;
import io.roomledger.identity.Signatures;
import io.roomledger.job.Worker;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * One attempt: pours everything that one consistent snapshot of the database has into one stream,
 * and proves that it is everything.
 */
final class Snapshot {
  private final Exports.House house;
  private final Worker.Run run;
  private final StoredExport export;
  private final Signatures signatures;
  private final Splitting splitting;

  /**
   * What is there of a package.
   *
   * @param kept what an earlier attempt has packed
   * @param marks who wants to know how far it is; null for nobody
   * @param resumed what became of an earlier attempt's, in words; empty if there was none
   */
  record Begun(KeptZip kept, ZipStream.@Nullable Marks marks, String resumed) {}

  /** What came of it. */
  record Poured(Tally tally, Moment moment, long size, String sha256, String mediaType) {
    ExportJob.Result result(String key) {
      return new ExportJob.Result(key, size, mediaType, sha256, tally.rows(), tally.gaps());
    }
  }

  /** Which moment of the database it shows, and what the order's words meant then. */
  record Moment(Mark mark, List<String> scope, Optional<Base> base) {}

  /** What one transaction saw. */
  private record Seen(Tally tally, Moment moment) {}

  Snapshot(
      Exports.House house,
      Splitting splitting,
      Signatures signatures,
      Worker.Run run,
      StoredExport export) {
    this.house = house;
    this.splitting = splitting;
    this.signatures = signatures;
    this.run = run;
    this.export = export;
  }

  /**
   * Pours into {@code hashed}, encrypted as ordered; what is hashed is what is stored.
   *
   * @param begun what is there of a package
   */
  <T> Poured pour(Recipe<T> recipe, Encrypting encrypting, HashedStream hashed, Begun begun)
      throws Exception {
    OutputStream clear = encrypting.over(hashed);
    String mediaType = recipe.packaged() ? "application/zip" : recipe.format().mediaType();
    // what breaks off on a replica, as its primary cleans up, is not tried there again
    try (Reading reading = house.database().read(run.attempt() == 1)) {
      Handle snapshot = reading.handle();
      Seen seen =
          run.breakable(
              () -> Database.cancelStatement(snapshot), () -> seen(reading, recipe, clear, begun));
      // only now: one that broke off must not look like a whole one
      clear.close();
      return new Poured(
          seen.tally(),
          seen.moment(),
          hashed.size(),
          hashed.sha256(),
          encrypting.mediaType(mediaType));
    }
  }

  private <T> Seen seen(Reading reading, Recipe<T> recipe, OutputStream out, Begun begun)
      throws IOException, SQLException {
    Handle snapshot = reading.handle();
    ExportOrder order = export.order();
    Moment moment =
        new Moment(
            Mark.of(snapshot),
            recipe.source().scope(snapshot, order),
            Base.of(snapshot, order.selection()));
    return new Seen(
        recipe.packaged()
            ? packaged(reading, recipe, moment, out, begun)
            : bare(reading, recipe, moment, out),
        moment);
  }

  private <T> Tally packaged(
      Reading reading, Recipe<T> recipe, Moment moment, OutputStream out, Begun begun)
      throws IOException, SQLException {
    Tally tally = new Tally();
    Instant taken = house.clock().instant();
    Heading heading = recipe.source().heading(reading.handle(), export.order());
    ExportPackage.Main main =
        new ExportPackage.Main(mainPath(heading, recipe), recipe.format().mediaType());
    ZipStream zip = new ZipStream(out, begun.kept(), begun.marks());
    try (ExportPackage pack = new ExportPackage(zip, main, tally::gap)) {
      List<Parts.Part> parts =
          pour(
              reading,
              recipe,
              new Pouring.Into(heading, pack, pack, moment.base().isPresent(), taken, null),
              tally,
              extent ->
                  splitting.of(
                      new Splitting.Attempt(run, export, recipe, begun.kept().stamp(), main.path()),
                      reading,
                      extent));
      String folder = recipe.source().folder();
      if (!folder.isEmpty() && parts.isEmpty()) {
        pack.folder(folder);
      }
      Manifest.Export of =
          new Manifest.Export(export.id(), run.attempt(), Splitting.version(), begun.resumed());
      Manifest.Times times =
          new Manifest.Times(
              export.orderedAt(), taken, house.clock().instant(), moment.mark(), moment.base());
      pack.finish(manifest(of, recipe, times, tally, parts), this::sign);
    }
    return tally;
  }

  private <T> Tally bare(Reading reading, Recipe<T> recipe, Moment moment, OutputStream out)
      throws IOException, SQLException {
    Tally tally = new Tally();
    Heading heading = recipe.source().heading(reading.handle(), export.order());
    BareFile file = new BareFile(out, mainPath(heading, recipe), tally::gap);
    List<Parts.Part> _ =
        pour(
            reading,
            recipe,
            new Pouring.Into(
                heading, file, null, moment.base().isPresent(), house.clock().instant(), null),
            tally,
            _ -> Optional.empty());
    return tally;
  }

  private <T> List<Parts.Part> pour(
      Reading reading,
      Recipe<T> recipe,
      Pouring.Into into,
      Tally tally,
      Function<Extent, Optional<Split>> splits)
      throws IOException, SQLException {
    Handle handle = reading.handle();
    Extent foreseen = recipe.source().foreseen(handle, export.order());
    run.progress(0, foreseen.rows());
    Optional<Split> split = splits.apply(foreseen);
    Pouring.Progress progress =
        split.<Pouring.Progress>map(it -> it::progress).orElse(run::progress);
    Pouring<T> pouring = new Pouring<>(progress, recipe, into, tally, foreseen.rows());
    if (split.isPresent()) {
      try (Split shares = split.get()) {
        shares.pour(handle, recipe, export.order(), pouring);
        pouring.finish();
      }
    } else {
      recipe.source().pour(handle, export.order(), pouring);
      pouring.finish();
    }
    boolean exact = foreseen.certainty() == Extent.Certainty.EXACT;
    if (exact && tally.rows() != foreseen.rows()) {
      throw new IllegalStateException(
          tally.rows() + " rows were written, but the snapshot has " + foreseen.rows());
    }
    return pouring.parts();
  }

  private static String mainPath(Heading heading, Recipe<?> recipe) {
    return heading.fileBase().replace('/', '_') + "." + recipe.format().ending();
  }

  private ManifestSignature sign(byte[] manifest) {
    return ManifestSignature.of(signatures.published(), signatures.sign(manifest));
  }

  private Manifest manifest(
      Manifest.Export of,
      Recipe<?> recipe,
      Manifest.Times times,
      Tally tally,
      List<Parts.Part> parts) {
    return new Manifest(
        of,
        new Manifest.Order(
            recipe.source().kind(),
            export.order(),
            export.owner().key(),
            export.owner().organisation()),
        times,
        tally.counts(parts),
        tally.listed());
  }
}
