package io.roomledger.export;

import io.roomledger.identity.Signatures;
import io.roomledger.job.Worker;
import io.roomledger.store.ObjectStore;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt at the file of an export. A package goes on where an earlier attempt left off: the
 * records are read once more and written once more, but what is finished is compared with what
 * comes instead of being packed again, and attached files that are finished are not even read. So
 * the file is what one snapshot has, exactly, or the attempt begins anew and says why.
 */
final class ExportAttempt {
  private static final Logger LOG = LoggerFactory.getLogger(ExportAttempt.class);

  private final Exports.House house;
  private final Splitting splitting;
  private final Signatures signatures;
  private final Worker.Run run;
  private final StoredExport export;
  private final Encrypting encrypting;
  private final String key;
  private String resumed = "";

  /**
   * What came of it.
   *
   * @param byOthers how many of its rows other servers have made
   */
  record Packed(ExportJob.Result result, Snapshot.Moment moment, String resumed, long byOthers) {
    /** What the audit says of it. */
    Map<String, String> details() {
      Map<String, String> details = new TreeMap<>();
      details.put("rows", Long.toString(result.rows()));
      details.put("gaps", Long.toString(result.gaps()));
      details.put("sha256", result.sha256());
      if (byOthers > 0) {
        details.put("rowsByOtherServers", Long.toString(byOthers));
      }
      if (!resumed.isEmpty()) {
        details.put("resumed", resumed);
      }
      return details;
    }
  }

  /**
   * An attempt.
   *
   * @param encrypting what the file passes on its way; nothing, if it is to be gone on with
   */
  ExportAttempt(
      Exports.House house,
      Splitting splitting,
      Signatures signatures,
      Worker.Run run,
      StoredExport export,
      Encrypting encrypting) {
    this.house = house;
    this.splitting = splitting;
    this.signatures = signatures;
    this.run = run;
    this.export = export;
    this.encrypting = encrypting;
    this.key = ExportWorker.key(run.id(), run.attempt());
  }

  /**
   * Makes the file and commits it.
   *
   * @param pause how often it makes sure of what is written
   */
  Packed pack(Recipe<?> recipe, Duration pause) throws Exception {
    boolean resumable = recipe.packaged() && encrypting.none();
    Snapshot.Poured poured = resumable ? resumable(recipe, pause) : atOnce(recipe);
    return new Packed(poured.result(key), poured.moment(), resumed, poured.tally().byOthers());
  }

  /** What cannot be taken up in the middle is made in one go, and a later attempt says so. */
  private Snapshot.Poured atOnce(Recipe<?> recipe) throws Exception {
    if (run.attempt() > 1) {
      tell(
          encrypting.none()
              ? "begun anew: a file without a package is made in one go"
              : "begun anew: the keys of an encrypted file are known to the attempt alone that"
                  + " made them");
    }
    KeptZip nothing = KeptZip.none(house.clock().instant());
    try (ObjectStore.Upload upload = house.store().begin(key)) {
      Snapshot.Poured poured =
          poured(
              recipe,
              new HashedStream(upload.stream()),
              new Snapshot.Begun(nothing, null, resumed));
      upload.commit();
      return poured;
    }
  }

  private Snapshot.Poured resumable(Recipe<?> recipe, Duration pause) throws Exception {
    Optional<PartRows.Part> left =
        house.database().jdbi().withHandle(handle -> PartRows.left(handle, run.id()));
    if (left.isPresent()) {
      try (PackageUpload upload = PackageUpload.after(left.get(), house, run, key, pause)) {
        return goneOn(recipe, upload);
      } catch (KeptZip.ChangedException changed) {
        house.database().jdbi().useHandle(handle -> PartRows.forget(handle, run.id()));
        tell("begun anew: " + changed.getMessage());
      }
    }
    try (PackageUpload upload = PackageUpload.anew(house, run, key, pause)) {
      return filled(recipe, upload);
    }
  }

  private Snapshot.Poured goneOn(Recipe<?> recipe, PackageUpload upload) throws Exception {
    KeptZip kept = upload.kept();
    int entries = kept.entries().size() + (kept.open().isPresent() ? 1 : 0);
    tell("gone on with behind %,d bytes in %,d entries".formatted(kept.size(), entries));
    try {
      return filled(recipe, upload);
    } catch (KeptZip.ChangedException changed) {
      upload.drop();
      throw changed;
    }
  }

  private Snapshot.Poured filled(Recipe<?> recipe, PackageUpload upload) throws Exception {
    Snapshot.Begun begun = new Snapshot.Begun(upload.kept(), upload, resumed);
    Snapshot.Poured poured = poured(recipe, upload.stream(), begun);
    upload.commit();
    return poured;
  }

  private void tell(String words) {
    resumed = words;
    run.say(words);
    LOG.info("export {}: attempt {} is {}", run.id(), run.attempt(), words);
  }

  private Snapshot.Poured poured(Recipe<?> recipe, HashedStream out, Snapshot.Begun begun)
      throws Exception {
    return new Snapshot(house, splitting, signatures, run, export)
        .pour(recipe, encrypting, out, begun);
  }
}
