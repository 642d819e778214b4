package io.roomledger.console;

import io.roomledger.audit.AuditFilter;
import io.roomledger.audit.AuditLog;
import io.roomledger.audit.AuditRow;
import io.roomledger.audit.Verdict;
import io.roomledger.base.Page;
import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.http.Answer;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The audit log: who did what, whether it was changed, and all of it as a file. */
final class AuditPages {
  private static final int ON_A_PAGE = 50;
  private static final String ACCOUNT = "account:";

  private final Gate gate;
  private final Pages pages;
  private final Accounts accounts;
  private final AuditLog log;

  AuditPages(Gate gate, Pages pages, Accounts accounts, AuditLog log) {
    this.gate = gate;
    this.pages = pages;
    this.accounts = accounts;
    this.log = log;
  }

  /**
   * What was asked for, as it was typed.
   *
   * @param from the first day
   * @param to the last day
   */
  record Asked(String actor, String action, String subject, String from, String to) {
    /** The same as part of an address. */
    String query() {
      return Pages.query(
          Map.of("actor", actor, "action", action, "subject", subject, "from", from, "to", to));
    }
  }

  /**
   * A page of rows.
   *
   * @param people the names of the accounts in them, by id
   * @param actions every act that was ever written down
   * @param verdict what a check of the chain found, if one was made
   */
  record Listing(
      Page<AuditRow> page,
      Map<String, Account> people,
      Asked asked,
      List<String> actions,
      Optional<Verdict> verdict) {
    /** An actor or a subject as people know it. */
    String who(String key) {
      Account account =
          key.startsWith(ACCOUNT) ? people.get(key.substring(ACCOUNT.length())) : null;
      return account == null ? key : account.name();
    }
  }

  List<Endpoint> endpoints() {
    return List.of(
        gate.page("/audit", visit -> page(visit, Optional.empty())),
        gate.post("/audit/check", visit -> page(visit, Optional.of(log.verify(visit.caller())))),
        gate.post("/audit/file", this::file));
  }

  /** What an act is called. */
  static String act(Visit visit, String action) {
    return visit.manners().words().sayOr("act." + action, action);
  }

  private Answer page(Visit visit, Optional<Verdict> verdict) {
    Asked asked = asked(visit);
    Page<AuditRow> page =
        log.list(visit.caller(), filter(visit, asked), visit.asked("after"), ON_A_PAGE);
    Set<String> ids = new HashSet<>();
    for (AuditRow row : page.items()) {
      for (String key : List.of(row.actor(), row.subject())) {
        if (key.startsWith(ACCOUNT)) {
          ids.add(key.substring(ACCOUNT.length()));
        }
      }
    }
    boolean rows = visit.partial() && visit.asked("after").isPresent();
    return pages.page(
        visit,
        rows ? "auditRows" : "audit",
        new Listing(
            page,
            accounts.find(ids),
            asked,
            rows ? List.of() : log.actions(visit.caller()),
            verdict));
  }

  private static Asked asked(Visit visit) {
    return new Asked(
        said(visit, "actor"),
        said(visit, "action"),
        said(visit, "subject"),
        said(visit, "from"),
        said(visit, "to"));
  }

  private static String said(Visit visit, String name) {
    return visit
        .asked(name)
        .orElseGet(() -> visit.call().method().equals("POST") ? visit.field(name) : "");
  }

  private AuditFilter filter(Visit visit, Asked asked) {
    return new AuditFilter(
        key(visit, asked.actor()),
        Optional.of(asked.action()).filter(it -> !it.isEmpty()),
        key(visit, asked.subject()),
        new Period(
            day(visit, "from", asked.from()).orElse(Period.ALWAYS.from()),
            day(visit, "to", asked.to()).orElse(Period.ALWAYS.to())));
  }

  /** A key as it is written, or the user name of somebody. */
  private Optional<String> key(Visit visit, String typed) {
    if (typed.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> person =
        accounts
            .findByUsername(visit.caller().organisation(), typed)
            .map(account -> ACCOUNT + account.id());
    return person.or(() -> Optional.of(typed));
  }

  private static Optional<Instant> day(Visit visit, String name, String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      LocalDate day = LocalDate.parse(text);
      return Optional.of(visit.manners().start(name.equals("to") ? day.plusDays(1) : day));
    } catch (DateTimeException e) {
      throw new RefusedException(new Refusal.Invalid(name, text, "a day such as 2026-01-31"));
    }
  }

  private Answer file(Visit visit) {
    AuditFile.Kind kind = AuditFile.Kind.of(visit.field("format"));
    List<AuditRow> rows = log.export(visit.caller(), filter(visit, asked(visit)), kind.name());
    String name = "audit-" + visit.manners().date(Instant.now()) + "." + kind.ending();
    return Answer.bytes(200, kind.mediaType(), AuditFile.of(kind, rows))
        .with("Content-Disposition", "attachment; filename=\"" + name + "\"")
        .with("Cache-Control", "no-store");
  }
}
