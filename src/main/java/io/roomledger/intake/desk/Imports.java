package io.roomledger.intake.desk;

import io.roomledger.audit.Audit;
import io.roomledger.base.Ids;
import io.roomledger.base.Page;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Permissions;
import io.roomledger.intake.Problem;
import io.roomledger.job.Job;
import io.roomledger.job.Jobs;
import io.roomledger.job.Round;
import io.roomledger.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door of imports: files that people bring in parts, over wires that break, and have taken in
 * by a job. Everything here needs {@link Permissions#RUN_IMPORT}. What somebody is about to bring
 * is theirs alone; what was taken in all who may import see.
 */
public final class Imports {
  /** The kind of the jobs. */
  static final String KIND = "import";

  private static final Logger LOG = LoggerFactory.getLogger(Imports.class);
  private static final int AT_ONCE = 50;

  private final House house;
  private final Limits limits;
  private final BroughtFiles files;

  /** The collaborators it needs. */
  public record House(Database database, ObjectStore store, Jobs jobs, Audit audit, Clock clock) {}

  /**
   * How much, how long.
   *
   * @param fileSize how many bytes a file may have
   * @param life how long files are kept that nobody goes on with
   */
  public record Limits(long fileSize, Duration life) {}

  /**
   * The door.
   *
   * @param recognisers what knows files by their content, for each kind that needs one
   */
  public Imports(House house, Limits limits, Map<BroughtKind, Recogniser> recognisers) {
    this.house = house;
    this.limits = limits;
    this.files = new BroughtFiles(house, new Looker(recognisers));
  }

  BroughtFiles files() {
    return files;
  }

  House house() {
    return house;
  }

  Limits limits() {
    return limits;
  }

  /** The largest file that is taken, in bytes. */
  public long maxSize() {
    return limits.fileSize();
  }

  /** What the person has brought and not begun to take in, if there is something. */
  public Optional<ImportOrder> open(Caller.Person person) {
    need(person);
    return house
        .database()
        .jdbi()
        .withHandle(handle ->
            ImportRows.open(handle, person.account().id()).map(row -> whole(handle, row)));
  }

  /**
   * Has what the person has brought taken in.
   *
   * @return its number
   * @throws RefusedException a conflict, if nothing of it can be, or something is still coming
   */
  public long take(Caller.Person person) {
    ImportOrder order =
        open(person)
            .filter(ImportOrder::ready)
            .orElseThrow(() ->
                new RefusedException(
                    new Refusal.Conflict(
                        "nothing to take in (expected: files that are whole and known)")));
    house
        .database()
        .jdbi()
        .useTransaction(transaction -> order(transaction, person, order.id(), "import.begun"));
    return order.id();
  }

  /**
   * Has the sample workspace filled.
   *
   * @throws RefusedException forbidden; a conflict, if that was done or begun before
   */
  public long sample(Caller.Person person) {
    need(person);
    return house
        .database()
        .jdbi()
        .inTransaction(transaction -> {
          transaction.execute(
              "SELECT id FROM organisation WHERE id = ? FOR UPDATE", person.organisation());
          if (sampled(transaction, person)) {
            throw new RefusedException(new Refusal.Conflict("the sample is there already"));
          }
          long id = begin(transaction, person, ZoneOffset.UTC, true);
          order(transaction, person, id, "import.sample");
          return id;
        });
  }

  long begin(Handle transaction, Caller.Person person, ZoneId zone, boolean sample) {
    Instant now = house.clock().instant();
    long id = Ids.growing(now);
    transaction.execute(
        """
        INSERT INTO import_order (id, organisation, account, zone, sample, begun_at, touched_at)
        VALUES (?, ?, ?, ?, ?, ?, ?)\
        """,
        id,
        person.organisation(),
        person.account().id(),
        zone.getId(),
        sample,
        now,
        now);
    return id;
  }

  /** Whether the sample was filled, or is on its way. */
  public boolean sampled(Caller.Person person) {
    need(person);
    return house.database().jdbi().withHandle(handle -> sampled(handle, person));
  }

  private static boolean sampled(Handle handle, Caller caller) {
    return handle
        .createQuery(
            """
            SELECT EXISTS (SELECT FROM import_order o JOIN job j ON j.id = o.job
                            WHERE o.organisation = :organisation AND o.sample
                              AND j.status NOT IN ('FAILED', 'CANCELLED'))
            """)
        .bind("organisation", caller.organisation())
        .mapTo(Boolean.class)
        .one();
  }

  private static String owner(Caller caller) {
    return "import:" + caller.organisation();
  }

  private void order(Handle transaction, Caller.Person person, long id, String act) {
    long job = Ids.growing(house.clock().instant());
    house.jobs().order(transaction, KIND, job, owner(person));
    transaction.execute("UPDATE import_order SET job = ? WHERE id = ?", job, id);
    house.audit().append(transaction, person, act, "import:" + id, Map.of());
  }

  /**
   * What was brought, and what came of it.
   *
   * @throws RefusedException forbidden; not found
   */
  public ImportOrder get(Caller.Person person, long id) {
    need(person);
    return house.database().jdbi().withHandle(handle -> whole(handle, row(handle, person, id)));
  }

  private static ImportRows.Row row(Handle handle, Caller.Person person, long id) {
    return ImportRows.find(handle, id)
        .filter(row -> row.organisation().equals(person.organisation()))
        .filter(row -> row.job() != null || row.account().equals(person.account().id()))
        .orElseThrow(() -> unknown(id));
  }

  static RefusedException unknown(long id) {
    return new RefusedException(new Refusal.NotFound(Refusal.Thing.UPLOAD, Long.toString(id)));
  }

  private static ImportOrder.Work work(Job job) {
    String state = job.status().name().toLowerCase(Locale.ROOT).replace('_', '-');
    return new ImportOrder.Work(state, job.status().ended(), job.done(), job.total(), job.reason());
  }

  private ImportOrder whole(Handle handle, ImportRows.Row row) {
    Long job = row.job();
    return new ImportOrder(
        row.id(),
        row.account(),
        row.by(),
        row.zone(),
        row.sample(),
        row.begunAt(),
        job == null ? Optional.empty() : house.jobs().find(handle, job).map(Imports::work),
        ImportRows.files(handle, row.id()),
        row.refused(),
        row.cleared());
  }

  /**
   * What was taken in, the newest first.
   *
   * @param after where the page before ended
   * @throws RefusedException forbidden; invalid {@code after}
   */
  public Page<ImportOrder> list(Caller.Person person, Optional<String> after, int limit) {
    need(person);
    long below = after.map(Imports::key).orElse(Long.MAX_VALUE);
    return house
        .database()
        .jdbi()
        .withHandle(handle -> {
          List<ImportOrder> found =
              ImportRows.newest(handle, person, below, limit + 1).stream()
                  .map(row -> whole(handle, row))
                  .toList();
          boolean more = found.size() > limit;
          List<ImportOrder> page = found.subList(0, Math.min(limit, found.size()));
          return new Page<>(page, more ? Optional.of("" + page.getLast().id()) : Optional.empty());
        });
  }

  private static long key(String after) {
    try {
      return Long.parseLong(after);
    } catch (NumberFormatException e) {
      throw new RefusedException(new Refusal.Invalid("after", after, "the end of another page"));
    }
  }

  /**
   * Something that was not taken in.
   *
   * @param place the file it stands in
   * @param line the line or entry, or 0
   * @param problem what is wrong with it
   */
  public record Refused(String place, long line, Problem problem) {}

  /**
   * What of an import was not taken in, in order; of many the first.
   *
   * @throws RefusedException forbidden; not found
   */
  public List<Refused> refused(Caller.Person person, long id, int limit) {
    need(person);
    return house
        .database()
        .jdbi()
        .withHandle(handle -> {
          row(handle, person, id);
          return RefusalRows.first(handle, id, limit);
        });
  }

  /**
   * Gives up what is still brought, or has the job that takes it in end. What it has taken in
   * stays.
   *
   * @throws RefusedException forbidden; not found
   */
  public void cancel(Caller.Person person, long id) throws IOException {
    ImportOrder order = get(person, id);
    house
        .database()
        .jdbi()
        .useTransaction(transaction -> {
          Long job = row(transaction, person, id).job();
          if (job != null) {
            house.jobs().cancel(transaction, job, "cancelled by " + person.account().name());
          } else {
            transaction.execute("DELETE FROM import_order WHERE id = ? AND job IS NULL", id);
          }
          house.audit().append(transaction, person, "import.cancelled", "import:" + id, Map.of());
        });
    if (order.open()) {
      files.clear(BroughtFiles.folder(id));
    }
  }

  /**
   * Has it taken in once more, after it failed or was cancelled; what is there is not taken in
   * twice.
   *
   * @throws RefusedException forbidden; not found; a conflict, if it is under way or its files are
   *     gone
   */
  public void again(Caller.Person person, long id) {
    ImportOrder order = get(person, id);
    if (!order.ended() || (order.cleared() && !order.sample())) {
      throw new RefusedException(
          new Refusal.Conflict("import " + id + " cannot be taken in again (expected: bring it)"));
    }
    house
        .database()
        .jdbi()
        .useTransaction(transaction -> {
          transaction.execute(
              "UPDATE import_file SET problem = NULL WHERE import = ? AND kind <> 'UNKNOWN'", id);
          touch(transaction, id);
          order(transaction, person, id, "import.again");
        });
  }

  /** Repeated by the server: drops files that nobody goes on with. */
  public Round round() {
    return new Round("imports.tend", Duration.ofHours(1), this::tend);
  }

  /** Drops the files of what was not touched for long and is not under way. */
  public void tend() {
    Instant before = house.clock().instant().minus(limits.life());
    List<Long> old =
        house.database().jdbi().withHandle(handle -> RefusalRows.left(handle, before, AT_ONCE));
    for (long id : old) {
      try {
        files.clear(BroughtFiles.folder(id));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      house
          .database()
          .jdbi()
          .useHandle(handle -> {
            handle.execute("DELETE FROM import_order WHERE id = ? AND job IS NULL", id);
            handle.execute("UPDATE import_order SET cleared = true WHERE id = ?", id);
          });
      LOG.info("the files of import {} are dropped: nobody went on with them", id);
    }
  }

  void touch(Handle transaction, long id) {
    transaction.execute(
        "UPDATE import_order SET touched_at = ? WHERE id = ?", house.clock().instant(), id);
  }

  static void need(Caller.Person person) {
    person.needPermission(Permissions.RUN_IMPORT);
  }
}
