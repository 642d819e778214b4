package io.roomledger.retention;

import io.roomledger.audit.Audit;
import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Permissions;
import io.roomledger.identity.SignedTexts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/**
 * The door of how long messages and reservations are kept. Everything here needs {@link
 * Permissions#MANAGE_RETENTION} and, of programs, {@link #SCOPE}. Who sets a rule that keeps
 * something for a shorter time must have seen what it costs, and it begins to count {@link #GRACE}
 * later: until then it can be withdrawn and nothing has gone. Everything is audited.
 */
public final class RetentionRules {
  /** The scope that a program needs. */
  public static final String SCOPE = "retention:manage";

  /** How long after it was set a rule that loses something begins to count. */
  public static final Duration GRACE = Duration.ofHours(24);

  private static final Duration CONFIRMED_FOR = Duration.ofHours(1);
  private static final String PURPOSE = "retention";
  private static final int LONGEST_NAME = 200;
  private static final int ROOMS_SHOWN = 20;
  private static final int MOST_RUNS = 100;

  private final Database database;
  private final Audit audit;
  private final Clock clock;
  private final SignedTexts signed;

  public RetentionRules(Database database, Audit audit, Clock clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
    this.signed = new SignedTexts(database);
  }

  /**
   * The rules that count now, and those that will.
   *
   * @throws RefusedException forbidden
   */
  public List<Rule> list(Caller caller) {
    need(caller);
    Instant now = now();
    return database
        .jdbi()
        .withHandle(handle -> {
          List<Rule> all =
              new ArrayList<>(
                  RuleRows.inForce(handle, caller.organisation(), now).stream()
                      .filter(rule -> !(rule.keep() instanceof Keep.AsAbove))
                      .toList());
          all.addAll(RuleRows.pending(handle, caller.organisation(), now));
          return all;
        });
  }

  /**
   * What a rule would do. Counting takes longer the more there is.
   *
   * @throws RefusedException forbidden; not found; a conflict, if several are called so
   */
  public Preview preview(Caller caller, RuleWish wish) {
    need(caller);
    return database
        .jdbi()
        .withHandle(handle -> {
          Target target = target(handle, caller.organisation(), wish);
          Change change = change(handle, caller.organisation(), wish, target, now());
          List<Preview.RoomLoss> rooms =
              LossRows.of(handle, wish.kind(), stretches(handle, caller.organisation(), change));
          Preview.Loss all =
              rooms.stream()
                  .map(Preview.RoomLoss::loss)
                  .reduce(Preview.Loss.NOTHING, Preview.Loss::and);
          return new Preview(
              wish,
              target,
              change.effectiveAt(),
              change.loses(),
              all,
              rooms.stream().limit(ROOMS_SHOWN).toList(),
              Math.max(0, rooms.size() - ROOMS_SHOWN),
              signed.sign(PURPOSE, proof(caller, wish, target, all), now().plus(CONFIRMED_FOR)));
        });
  }

  /**
   * A change of the rules.
   *
   * @param kind about what
   * @param before what counts now
   * @param after what will count when it does, with what is pending
   * @param effectiveAt when it begins to count
   * @param loses whether its target is kept for a shorter time
   */
  private record Change(
      KeptKind kind, Plan before, Plan after, Instant effectiveAt, boolean loses) {}

  private static Change change(
      Handle handle, String organisation, RuleWish wish, Target target, Instant now) {
    Plan before = plan(RuleRows.inForce(handle, organisation, now), wish.kind());
    List<Rule> all = new ArrayList<>(RuleRows.inForce(handle, organisation, now));
    all.addAll(RuleRows.pending(handle, organisation, now));
    Plan after = plan(all, wish.kind()).with(target, wish.keep());
    boolean loses =
        days(handle, organisation, after, target) < days(handle, organisation, before, target);
    return new Change(wish.kind(), before, after, loses ? now.plus(GRACE) : now, loses);
  }

  private static Plan plan(List<Rule> rules, KeptKind kind) {
    return new Plan(rules.stream().filter(rule -> rule.kind() == kind).toList());
  }

  /**
   * For how many days the things of a target are kept, unless something below it says otherwise.
   */
  private static int days(Handle handle, String organisation, Plan plan, Target target) {
    Map<String, String> parents = DueRoom.parents(handle, organisation);
    Optional<Integer> days =
        switch (target.scope()) {
          case ORGANISATION -> plan.ofChatRoom("");
          case CHAT_ROOM -> plan.ofChatRoom(target.id());
          case ROOM_LEVEL -> plan.ofLevel(target.id(), parents);
          case MEETING_ROOM -> plan.ofMeetingRoom(target.id(), level(handle, target.id()), parents);
        };
    return days.orElse(Integer.MAX_VALUE);
  }

  private static String level(Handle handle, String room) {
    return handle
        .createQuery("SELECT level::text FROM meeting_room WHERE id::text = :room")
        .bind("room", room)
        .mapTo(String.class)
        .one();
  }

  /** What is past its time by a change and is not without it. */
  private static List<LossRows.Stretch> stretches(
      Handle handle, String organisation, Change change) {
    Map<String, Instant> going = new HashMap<>();
    DueRoom.of(handle, organisation, change.kind(), change.before(), change.effectiveAt())
        .forEach(room -> going.put(room.id(), room.before()));
    return DueRoom.of(handle, organisation, change.kind(), change.after(), change.effectiveAt())
        .stream()
        .map(room ->
            new LossRows.Stretch(
                room.id(), going.getOrDefault(room.id(), Period.ALWAYS.from()), room.before()))
        .filter(stretch -> stretch.since().isBefore(stretch.before()))
        .toList();
  }

  /**
   * Sets a rule. One that was pending for the same is withdrawn.
   *
   * @param confirmation {@link Preview#confirmation} of the same rule, not older than an hour, by
   *     the same caller; needed if the rule keeps something for a shorter time
   * @throws RefusedException forbidden; not found; a conflict, if several are called so, or without
   *     the confirmation
   */
  public Rule set(Caller caller, RuleWish wish, Optional<String> confirmation) {
    need(caller);
    Optional<String> seen = confirmation.flatMap(text -> signed.read(PURPOSE, text, now()));
    return database
        .jdbi()
        .inTransaction(transaction -> {
          RuleRows.lock(transaction);
          String organisation = caller.organisation();
          Target target = target(transaction, organisation, wish);
          Rule.Act act = new Rule.Act(caller.key(), now());
          Change change = change(transaction, organisation, wish, target, act.at());
          Optional<String> loses = seen.flatMap(text -> loss(caller, wish, target, text));
          if (change.loses() && loses.isEmpty()) {
            throw new RefusedException(
                new Refusal.Conflict(
                    "something would go by this rule (expected: the confirmation of a preview of"
                        + " it, not older than an hour)"));
          }
          withdrawPending(transaction, organisation, wish.kind(), target, act);
          long id =
              RuleRows.insert(transaction, organisation, wish, target, act, change.effectiveAt());
          audit.append(
              transaction,
              caller,
              "retention.rule-set",
              target.key(),
              told(id, wish, change, loses.filter(_ -> change.loses())));
          return known(transaction, organisation, id);
        });
  }

  private static void withdrawPending(
      Handle transaction, String organisation, KeptKind kind, Target target, Rule.Act act) {
    RuleRows.pending(transaction, organisation, act.at()).stream()
        .filter(rule -> rule.kind() == kind)
        .filter(rule -> rule.target().key().equals(target.key()))
        .forEach(rule -> RuleRows.withdraw(transaction, rule.id(), act));
  }

  private static Map<String, String> told(
      long id, RuleWish wish, Change change, Optional<String> loses) {
    Map<String, String> told = new TreeMap<>();
    told.put("rule", Long.toString(id));
    told.put("kind", wish.kind().key());
    told.put("keep", words(wish.keep()));
    told.put("from", change.effectiveAt().toString());
    loses.ifPresent(it -> told.put("loses", it));
    return told;
  }

  private static String words(Keep keep) {
    return switch (keep) {
      case Keep.Days(int days) -> days + " days";
      case Keep.ForEver _ -> "for ever";
      case Keep.AsAbove _ -> "as above";
    };
  }

  /** What a confirmation says: who saw what of which rule. */
  private static String proof(Caller caller, RuleWish wish, Target target, Preview.Loss all) {
    return about(caller, wish, target)
        + all.things()
        + " "
        + wish.kind().key()
        + ", "
        + all.files()
        + " files";
  }

  private static String about(Caller caller, RuleWish wish, Target target) {
    return String.join(
        "\n",
        caller.organisation(),
        caller.key(),
        wish.kind().key(),
        target.key(),
        words(wish.keep()),
        "");
  }

  private static Optional<String> loss(Caller caller, RuleWish wish, Target target, String proof) {
    String about = about(caller, wish, target);
    return Optional.of(proof)
        .filter(it -> it.startsWith(about))
        .map(it -> it.substring(about.length()));
  }

  /**
   * Withdraws a rule that does not count yet: it never will, and what counted before goes on.
   *
   * @throws RefusedException forbidden; not found; a conflict, if it counts already or was
   *     withdrawn
   */
  public Rule withdraw(Caller caller, long id) {
    need(caller);
    return database
        .jdbi()
        .inTransaction(transaction -> {
          RuleRows.lock(transaction);
          Rule rule = known(transaction, caller.organisation(), id);
          if (!rule.pending()) {
            throw new RefusedException(
                new Refusal.Conflict(
                    "rule "
                        + id
                        + " counts already or was withdrawn (expected: another rule for the"
                        + " same)"));
          }
          RuleRows.withdraw(transaction, id, new Rule.Act(caller.key(), now()));
          audit.append(
              transaction,
              caller,
              "retention.rule-withdrawn",
              rule.target().key(),
              Map.of("rule", Long.toString(id), "kind", rule.kind().key()));
          return rule;
        });
  }

  private Rule known(Handle handle, String organisation, long id) {
    return RuleRows.find(handle, organisation, id, now())
        .orElseThrow(() -> missing(Long.toString(id)));
  }

  /** What is said of a rule that is not there. */
  public static RefusedException missing(String id) {
    return new RefusedException(new Refusal.NotFound(Refusal.Thing.RETENTION_RULE, id));
  }

  /**
   * The newest times that it was enforced and what was removed then, the newest first.
   *
   * @throws RefusedException forbidden
   */
  public List<RetentionRun> runs(Caller caller, int limit) {
    need(caller);
    return database
        .jdbi()
        .withHandle(handle ->
            RunRows.newest(handle, caller.organisation(), Math.clamp(limit, 1, MOST_RUNS)));
  }

  /**
   * When it is enforced next, as far as that can be told; empty before the first time.
   *
   * @throws RefusedException forbidden
   */
  public Optional<Instant> next(Caller caller) {
    return runs(caller, 1).stream()
        .findFirst()
        .flatMap(RetentionRun::endedAt)
        .map(ended -> ended.plus(RetentionRound.PAUSE));
  }

  private static Target target(Handle handle, String organisation, RuleWish wish) {
    if (wish.scope() == Scope.ORGANISATION) {
      return Target.ALL;
    }
    String wanted = wish.subject();
    if (wanted.isEmpty() || wanted.length() > LONGEST_NAME || wanted.indexOf('\0') >= 0) {
      throw new RefusedException(new Refusal.NotFound(wish.scope().thing(), "of that id or name"));
    }
    List<Target> found = RuleRows.targets(handle, organisation, wish.scope(), wanted);
    if (found.isEmpty()) {
      throw new RefusedException(new Refusal.NotFound(wish.scope().thing(), wanted));
    }
    if (found.size() > 1 && !found.getFirst().id().equals(wanted)) {
      throw new RefusedException(
          new Refusal.Conflict(
              "several of the kind "
                  + wish.scope().key()
                  + " are called "
                  + wanted
                  + " (expected: an id)"));
    }
    return found.getFirst();
  }

  private static void need(Caller caller) {
    caller.needPermission(Permissions.MANAGE_RETENTION);
    caller.needScope(SCOPE);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
