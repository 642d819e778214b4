package io.roomledger.retention;

import io.roomledger.audit.Audit;
import io.roomledger.db.Contention;
import io.roomledger.db.Database;
import io.roomledger.identity.Caller;
import io.roomledger.job.Round;
import io.roomledger.store.ObjectStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets go of what is past its time and not held: first the years of which nothing is kept, each as
 * a whole; then in small transactions, each of which removes a few hundred things of one room with
 * all that hangs on them, and writes down how many went. A round that is cut off is gone on with by
 * the next. What is held when a transaction begins stays; who places a hold waits for that one
 * transaction only.
 */
public final class RetentionRound {
  /** How long it rests. */
  public static final Duration PAUSE = Duration.ofHours(1);

  private static final Logger LOG = LoggerFactory.getLogger(RetentionRound.class);

  private final Database database;
  private final Audit audit;
  private final Clock clock;
  private final FileSweep files;

  public RetentionRound(Database database, ObjectStore store, Audit audit, Clock clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
    this.files = new FileSweep(database, store);
  }

  /** Repeated by the server. */
  public Round round() {
    return new Round("retention", PAUSE, this::enforce);
  }

  /** Enforces the rules of every organisation that has any. */
  public void enforce() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    List<String> organisations = database.jdbi().withHandle(RuleRows::organisations);
    Map<String, Long> runs = new LinkedHashMap<>();
    for (String organisation : organisations) {
      runs.put(
          organisation,
          database.jdbi().inTransaction(handle -> RunRows.begin(handle, organisation, now)));
    }
    for (KeptKind kind : KeptKind.values()) {
      letWholePartitionsGo(kind, runs, now);
    }
    runs.forEach((organisation, run) -> enforce(organisation, run, now));
    files.sweep();
  }

  /** Many years at once, if all that was in them is past its time. */
  private void letWholePartitionsGo(KeptKind kind, Map<String, Long> runs, Instant now) {
    List<DueRoom> due = new ArrayList<>();
    for (String organisation : runs.keySet()) {
      due.addAll(due(organisation, kind, rules(organisation, now), now));
    }
    YearTable table = kind == KeptKind.MESSAGES ? new MessageYears() : new ReservationYears();
    PartitionRemoval removal = new PartitionRemoval(database, table, due, runs);
    boolean more = !due.isEmpty();
    while (more && !Thread.currentThread().isInterrupted()) {
      more = removal.next();
    }
  }

  private List<Rule> rules(String organisation, Instant now) {
    return database.jdbi().withHandle(handle -> RuleRows.inForce(handle, organisation, now));
  }

  private void enforce(String organisation, long run, Instant now) {
    List<Rule> rules = rules(organisation, now);
    for (KeptKind kind : KeptKind.values()) {
      Removal removal =
          kind == KeptKind.MESSAGES
              ? new MessageRemoval(organisation)
              : new ReservationRemoval(organisation);
      due(organisation, kind, rules, now).forEach(room -> empty(run, removal, room));
    }
    if (!Thread.currentThread().isInterrupted()) {
      end(organisation, run, held(organisation, rules, now));
    }
  }

  private List<DueRoom> due(String organisation, KeptKind kind, List<Rule> rules, Instant now) {
    Plan plan = new Plan(rules.stream().filter(rule -> rule.kind() == kind).toList());
    return database.jdbi().withHandle(handle -> DueRoom.of(handle, organisation, kind, plan, now));
  }

  private void empty(long run, Removal removal, DueRoom room) {
    boolean more = true;
    while (more && !Thread.currentThread().isInterrupted()) {
      more =
          Contention.inTransaction(
              database.jdbi(),
              handle -> {
                Removal.Batch batch = removal.next(handle, room);
                if (!batch.removed().nothing()) {
                  RunRows.add(handle, run, batch.removed());
                }
                return batch.more();
              });
    }
  }

  /** How much is past its time and stays. */
  private long held(String organisation, List<Rule> rules, Instant now) {
    return database
        .jdbi()
        .withHandle(handle ->
            Stream.of(KeptKind.values())
                .flatMap(kind ->
                    LossRows.of(
                        handle,
                        kind,
                        due(organisation, kind, rules, now).stream()
                            .map(LossRows.Stretch::all)
                            .toList())
                        .stream())
                .mapToLong(room -> room.loss().held())
                .sum());
  }

  private void end(String organisation, long run, long held) {
    database
        .jdbi()
        .useTransaction(handle -> {
          RetentionRun ended =
              RunRows.end(
                  handle, organisation, run, held, clock.instant().truncatedTo(ChronoUnit.MICROS));
          if (!ended.removed().nothing()) {
            tell(handle, organisation, ended);
          }
        });
  }

  private void tell(Handle handle, String organisation, RetentionRun run) {
    RetentionRun.Removed removed = run.removed();
    LOG.info(
        "retention removed {} messages with {} files and {} reservations of {}; {} are held",
        removed.messages(),
        removed.files(),
        removed.reservations(),
        organisation,
        run.held());
    audit.append(
        handle,
        new Caller.Operator(organisation),
        "retention.enforced",
        "retention-run:" + run.id(),
        Map.of(
            "messages", Long.toString(removed.messages()),
            "files", Long.toString(removed.files()),
            "bytes", Long.toString(removed.bytes()),
            "reservations", Long.toString(removed.reservations()),
            "held", Long.toString(run.held())));
  }
}
