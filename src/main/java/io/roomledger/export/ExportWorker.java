package io.roomledger.export;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Signatures;
import io.roomledger.job.Job;
import io.roomledger.job.JobStatus;
import io.roomledger.job.Worker;
import java.io.IOException;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs an export: asks once more whether its owner may, pours one snapshot into an upload, proves
 * the count, makes the upload visible, and ends the job in one transaction with the result, the
 * letter and the audit row. Whatever breaks off on the way leaves nothing that anybody can see.
 */
final class ExportWorker implements Worker {
  static final String KIND = "export";

  private static final Logger LOG = LoggerFactory.getLogger(ExportWorker.class);

  private final Exports.House house;
  private final RecipeBook recipes;
  private final OrderDesk desk;
  private final Passphrases passphrases;
  private final String publicAddress;
  private final Duration checkpoint;
  private final Splitting splitting;
  private final Signatures signatures;
  private final ExportRows rows = new ExportRows();

  /**
   * How it works.
   *
   * @param passphrases those of orders that have one
   * @param publicAddress what links in mails begin with
   * @param checkpoint how often an attempt makes sure of what is written
   * @param splitting whether other servers help
   */
  record Ways(
      Passphrases passphrases, String publicAddress, Duration checkpoint, Splitting splitting) {}

  ExportWorker(Exports.House house, RecipeBook recipes, OrderDesk desk, Ways ways) {
    this.house = house;
    this.recipes = recipes;
    this.desk = desk;
    this.passphrases = ways.passphrases();
    this.checkpoint = ways.checkpoint();
    this.splitting = ways.splitting();
    this.signatures = new Signatures(house.database());
    this.publicAddress = ways.publicAddress();
  }

  PublicKey signingKey() {
    return signatures.published();
  }

  @Override
  public String kind() {
    return KIND;
  }

  /** The key under which an attempt keeps its file. */
  static String key(long id, int attempt) {
    return ExportSweep.FOLDER + id + "/" + attempt;
  }

  @Override
  public void run(Run run) throws Exception {
    StoredExport export =
        house
            .database()
            .jdbi()
            .withHandle(handle -> rows.find(handle, run.id()))
            .orElseThrow(() -> new IllegalStateException("no export has this job's number"));
    String name = export.order().recipe();
    Recipe<?> recipe =
        recipes
            .find(name)
            .orElseThrow(() ->
                new RefusedException(new Refusal.Unavailable("the recipe " + name + " is gone")));
    Caller caller = authorise(export);
    Encrypting encrypting =
        new Encrypting(
            export.order(), passphrases.of(run.id(), export.order()), house.clock().instant());
    ExportAttempt attempt =
        new ExportAttempt(house, splitting, signatures, run, export, encrypting);
    publish(run, export, caller, attempt.pack(recipe, checkpoint));
  }

  /** The owner with the rights they have now. */
  private Caller authorise(StoredExport export) {
    Caller caller =
        export
            .owner()
            .caller(house.accounts(), house.apps())
            .orElseThrow(ExportWorker::noPermission);
    try {
      desk.authorise(caller, export.order());
    } catch (RefusedException refused) {
      throw refused.refusal() instanceof Refusal.Forbidden ? noPermission() : refused;
    }
    return caller;
  }

  private static RefusedException noPermission() {
    return new RefusedException(new Refusal.Conflict("no permission"));
  }

  private void publish(Run run, StoredExport export, Caller caller, ExportAttempt.Packed packed) {
    ExportJob.Result result = packed.result();
    try {
      run.finish(
          result.gaps() > 0,
          transaction -> {
            passphrases.erase(transaction, run.id());
            PartRows.forget(transaction, run.id());
            forgetShares(transaction, run.id());
            rows.done(transaction, run.id(), result, house.clock().instant());
            rows.marked(transaction, run.id(), packed.moment());
            transaction.afterCommit(() -> tell(run, result, packed.byOthers()));
            if (run.attempt() > 1) {
              transaction.afterCommit(
                  () -> ExportSweep.tidy(run.id(), result.key(), house.store()));
            }
            export
                .order()
                .notice()
                .map(notice -> Notices.letter(notice, publicAddress, run.id()))
                .ifPresent(letter -> house.outbox().post(transaction, letter));
            Deliveries.order(transaction, house, export);
            house
                .audit()
                .append(transaction, caller, "export.done", "export:" + run.id(), packed.details());
          });
    } catch (RuntimeException e) {
      dropUnlessPublished(result.key(), e);
      throw e;
    }
  }

  /** What is still there of shares was lost sight of: the database was away. */
  private void forgetShares(Handle transaction, long id) {
    List<String> keys = ShareRows.forget(transaction, new ShareRows.Of(id, Integer.MAX_VALUE));
    transaction.afterCommit(() -> Split.discard(keys, house.store()));
  }

  private static void tell(Run run, ExportJob.Result result, long byOthers) {
    run.tell("rows", result.rows());
    run.tell("bytes", result.size());
    run.tell("gaps", result.gaps());
    run.tell("rows-by-others", byOthers);
  }

  /** If the commit's answer was lost, the file may be published all the same. */
  private void dropUnlessPublished(String key, RuntimeException why) {
    try {
      Set<String> published =
          house.database().jdbi().withHandle(handle -> rows.published(handle, Set.of(key)));
      if (published.isEmpty()) {
        house.store().delete(key);
      }
    } catch (IOException | RuntimeException e) {
      LOG.info("{}: not published and left to the sweep ({})", key, e.getMessage());
      why.addSuppressed(e);
    }
  }

  @Override
  public void gaveUp(Handle transaction, Job job) {
    passphrases.erase(transaction, job.id());
    Optional<PartRows.Part> left = PartRows.left(transaction, job.id());
    PartRows.forget(transaction, job.id());
    forgetShares(transaction, job.id());
    left.ifPresent(
        part -> transaction.afterCommit(() -> PackageUpload.discard(part, house.store())));
    if (job.attempt() > 1) {
      transaction.afterCommit(() -> ExportSweep.tidy(job.id(), "", house.store()));
    }
    rows.find(transaction, job.id())
        .ifPresent(export -> {
          String action =
              job.status() == JobStatus.CANCELLED ? "export.cancelled" : "export.failed";
          // nobody did this; it is written down for the organisation
          Caller server = new Caller.Operator(export.owner().organisation());
          Map<String, String> details =
              Map.of("reason", job.reason(), "owner", export.owner().key());
          house.audit().append(transaction, server, action, "export:" + job.id(), details);
        });
  }
}
