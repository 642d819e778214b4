package io.roomledger.console;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.http.Answer;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import io.roomledger.retention.Keep;
import io.roomledger.retention.KeptKind;
import io.roomledger.retention.Preview;
import io.roomledger.retention.RetentionRules;
import io.roomledger.retention.RetentionRun;
import io.roomledger.retention.Rule;
import io.roomledger.retention.RuleWish;
import io.roomledger.retention.Scope;
import io.roomledger.retention.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How long messages and reservations are kept: the rules, what one would cost, what went. */
final class RetentionPages {
  private static final int RUNS = 10;
  private static final String ACCOUNT = "account:";

  private final Gate gate;
  private final Pages pages;
  private final Accounts accounts;
  private final Console.Upkeep upkeep;
  private final RetentionRules rules;

  RetentionPages(Gate gate, Pages pages, Accounts accounts, Console.Upkeep upkeep) {
    this.gate = gate;
    this.pages = pages;
    this.accounts = accounts;
    this.upkeep = upkeep;
    this.rules = upkeep.retention();
  }

  /**
   * What was typed.
   *
   * @param what a kind and a scope, joined by a dot
   * @param keep days, for-ever or as-above
   */
  record Typed(String what, String subject, String keep, String days) {
    static Typed of(Visit visit) {
      return new Typed(
          visit.asked("what").orElse("messages.organisation"),
          visit.asked("subject").orElse("").strip(),
          visit.asked("keep").orElse("days"),
          visit.asked("days").orElse("").strip());
    }

    RuleWish wish() {
      int dot = what.indexOf('.');
      KeptKind kind = KeptKind.of(dot < 0 ? what : what.substring(0, dot));
      return new RuleWish(kind, Scope.of(what.substring(dot + 1)), subject, kept());
    }

    private Keep kept() {
      return switch (keep) {
        case "for-ever" -> new Keep.ForEver();
        case "as-above" -> new Keep.AsAbove();
        default -> {
          if (!days.matches("[0-9]{1,9}")) {
            throw new RefusedException(
                new Refusal.Invalid(
                    "days", days.isEmpty() ? "nothing" : "no number", "1 to " + Keep.MOST_DAYS));
          }
          yield new Keep.Days(Integer.parseInt(days));
        }
      };
    }
  }

  /**
   * The rules of the organisation.
   *
   * @param rules those that count, and those that will
   * @param people who set them
   * @param runs when they were enforced, the newest first
   * @param next when they are next
   * @param recordings how long recordings are kept; zero for ever
   * @param typed what was typed
   * @param trouble why that cannot be
   */
  record Listing(
      List<Rule> rules,
      Map<String, Account> people,
      List<RetentionRun> runs,
      Optional<Instant> next,
      Duration recordings,
      Typed typed,
      Optional<Trouble> trouble) {
    /** The rules about a kind: that of all first, then by name; what is pending behind the rest. */
    List<Rule> about(KeptKind kind) {
      return rules.stream().filter(rule -> rule.kind() == kind).toList();
    }

    /** Whether a kind has a rule for all that counts. */
    boolean ruled(KeptKind kind) {
      return about(kind).stream()
          .anyMatch(rule -> !rule.pending() && rule.target().scope() == Scope.ORGANISATION);
    }

    /** Who set it, as people call them. */
    String who(Rule rule) {
      String by = rule.placed().by();
      Account account = by.startsWith(ACCOUNT) ? people.get(by.substring(ACCOUNT.length())) : null;
      return account == null ? by : account.name();
    }
  }

  /**
   * A rule and what it would do.
   *
   * @param typed what was typed, for going back
   */
  record Looked(Preview preview, Typed typed) {}

  List<Endpoint> endpoints() {
    return List.of(
        gate.page("/retention", visit -> page(visit, 200, Optional.empty())),
        gate.page("/retention/preview", this::preview),
        gate.post("/retention", this::set),
        gate.post("/retention/{rule}/withdraw", this::withdraw));
  }

  /** What a rule can be about, as it is chosen. */
  static List<String> choices() {
    return Arrays.stream(KeptKind.values())
        .flatMap(kind ->
            Arrays.stream(Scope.values())
                .filter(scope -> scope.fits(kind))
                .map(scope -> kind.key() + "." + scope.key()))
        .toList();
  }

  /** How long, in words. */
  static String words(Visit v, Keep keep) {
    return switch (keep) {
      case Keep.Days(int days) -> v.count("ret.days", days);
      case Keep.ForEver _ -> v.say("ret.forEver");
      case Keep.AsAbove _ -> v.say("ret.asAbove");
    };
  }

  /** What it stands for, in words. */
  static String words(Visit v, KeptKind kind, Target target) {
    return target.scope() == Scope.ORGANISATION ? v.say("ret.all." + kind.key()) : target.name();
  }

  /** The address of what it stands for, if it has a page. */
  static Optional<String> address(Target target) {
    return switch (target.scope()) {
      case ORGANISATION -> Optional.empty();
      case CHAT_ROOM -> Optional.of("/chat-rooms/" + target.id());
      case ROOM_LEVEL -> Optional.of("/meeting-rooms?level=" + target.id());
      case MEETING_ROOM -> Optional.of("/meeting-rooms/" + target.id());
    };
  }

  private Answer page(Visit visit, int status, Optional<Trouble> trouble) {
    List<Rule> found = rules.list(visit.caller());
    Map<String, Account> people =
        accounts.find(
            found.stream()
                .map(rule -> rule.placed().by())
                .filter(by -> by.startsWith(ACCOUNT))
                .map(by -> by.substring(ACCOUNT.length()))
                .collect(Collectors.toSet()));
    return pages.page(
        status,
        visit,
        "retention",
        new Listing(
            found,
            people,
            rules.runs(visit.caller(), RUNS),
            rules.next(visit.caller()),
            upkeep.recordings(),
            Typed.of(visit),
            trouble));
  }

  private Answer preview(Visit visit) {
    Typed typed = Typed.of(visit);
    try {
      Preview preview = rules.preview(visit.caller(), typed.wish());
      return pages.page(visit, "retentionPreview", new Looked(preview, typed));
    } catch (RefusedException refused) {
      if (refused.refusal() instanceof Refusal.Forbidden) {
        throw refused;
      }
      return page(
          visit,
          Problem.of(visit, refused.refusal()).status(),
          Optional.of(trouble(visit, refused.refusal())));
    }
  }

  private static Trouble trouble(Visit visit, Refusal refusal) {
    return switch (refusal) {
      case Refusal.Invalid invalid when invalid.field().equals("days") ->
          new Trouble("days", visit.say("ret.wrong.days"));
      case Refusal.Invalid invalid when invalid.field().equals("keep") ->
          new Trouble("keep", visit.say("ret.wrong.keep"));
      case Refusal.NotFound _ -> new Trouble("subject", visit.say("ret.wrong.missing"));
      case Refusal.Conflict _ -> new Trouble("subject", visit.say("ret.wrong.several"));
      default -> Trouble.of(visit, refusal);
    };
  }

  private Answer set(Visit visit) {
    Typed typed =
        new Typed(
            visit.field("what"), visit.field("subject"), visit.field("keep"), visit.field("days"));
    Rule rule = rules.set(visit.caller(), typed.wish(), Optional.of(visit.field("confirmation")));
    return Pages.redirect(
        visit, "/retention?said=" + (rule.pending() ? "retentionWaits" : "retentionSet"));
  }

  private Answer withdraw(Visit visit) {
    String text = visit.call().pathParameter("rule");
    if (!text.matches("[0-9]{1,18}")) {
      throw RetentionRules.missing("of that id");
    }
    Rule _ = rules.withdraw(visit.caller(), Long.parseLong(text));
    return Pages.redirect(visit, "/retention?said=retentionWithdrawn");
  }
}
