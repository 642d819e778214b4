package io.roomledger.console;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.http.Answer;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.FirstStart;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Log-in, log-out, and the first start, which is the log-in with the one-time password. */
final class LogInPages {
  private static final int TRIES = 30;
  private static final Duration TRIES_IN = Duration.ofMinutes(1);

  private final Gate gate;
  private final Pages pages;
  private final Console.Entry entry;

  LogInPages(Gate gate, Pages pages, Console.Entry entry) {
    this.gate = gate;
    this.pages = pages;
    this.entry = entry;
  }

  /**
   * The form.
   *
   * @param name what was typed as the name
   * @param to where to go afterwards
   * @param wrong what was wrong, or empty
   */
  record LogIn(String name, String to, String wrong) {}

  /** The form of the first start, with what was typed into it. */
  record Beginning(String organisation, String name, String username, String email, String wrong) {}

  List<Endpoint> endpoints() {
    return List.of(
        gate.open("/log-in", this::form),
        gate.openPost("/log-in", this::logIn),
        gate.post("/log-out", gate::leave),
        gate.open("/first-start", this::beginning),
        gate.openPost("/first-start", this::begin));
  }

  private Answer form(Visit visit) {
    if (visit.person().isPresent()) {
      return Pages.redirect(visit, "/");
    }
    return entry.firstStart().waiting().isPresent()
        ? Pages.redirect(visit, "/first-start")
        : form(visit, 200, "", "");
  }

  private Answer form(Visit visit, int status, String name, String wrong) {
    String to = inside(visit.asked("to").orElseGet(() -> visit.field("to")));
    return pages.page(status, visit, "logIn", new LogIn(name, to, wrong));
  }

  /** Only places of this server, so that nobody is sent elsewhere by a link. */
  private static String inside(String to) {
    return to.matches("/[^/\\\\\\p{Cntrl}][^\\\\\\p{Cntrl}]*") ? to : "";
  }

  private Answer logIn(Visit visit) {
    String name = visit.field("username");
    String address = visit.call().address();
    try {
      entry.limits().take(address, "console:log-in", TRIES, TRIES_IN);
      Account account =
          entry.accounts().logIn(Accounts.MAIN, name, visit.exactly("password"), address);
      String to = inside(visit.field("to"));
      return gate.enter(visit, account, to.isEmpty() ? "/" : to);
    } catch (RefusedException e) {
      return switch (e.refusal()) {
        case Refusal.Unauthenticated _ -> form(visit, 401, name, visit.say("logIn.wrong"));
        case Refusal.Throttled wait ->
            form(visit, 429, name, Problem.of(visit, wait).text())
                .with("Retry-After", String.valueOf(Math.max(1, wait.retryAfter().toSeconds())));
        default -> throw e;
      };
    }
  }

  private Answer beginning(Visit visit) {
    if (entry.firstStart().waiting().isEmpty()) {
      return Pages.redirect(visit, "/log-in");
    }
    return pages.page(visit, "firstStart", new Beginning("", "", "", "", ""));
  }

  private Answer begin(Visit visit) {
    FirstStart.Newcomer newcomer =
        new FirstStart.Newcomer(
            visit.field("organisation"),
            visit.field("username"),
            visit.field("name"),
            Optional.of(visit.field("email")).filter(it -> !it.isEmpty()),
            visit.exactly("password"));
    String address = visit.call().address();
    try {
      entry.limits().take(address, "console:log-in", TRIES, TRIES_IN);
      if (!visit.exactly("password").equals(visit.exactly("again"))) {
        return again(visit, 400, visit.say("first.different"));
      }
      Account account = entry.firstStart().finish(visit.field("oneTime"), newcomer, address);
      return gate.enter(visit, account, "/imports?first=1&said=begun");
    } catch (RefusedException e) {
      return switch (e.refusal()) {
        case Refusal.Unauthenticated _ -> again(visit, 401, visit.say("first.wrong"));
        case Refusal.Throttled wait -> again(visit, 429, Problem.of(visit, wait).text());
        case Refusal.Invalid wrong ->
            again(
                visit,
                400,
                visit.manners().words().sayOr("first.wrong." + wrong.field(), wrong.message()));
        default -> throw e;
      };
    }
  }

  private Answer again(Visit visit, int status, String wrong) {
    return pages.page(
        status,
        visit,
        "firstStart",
        new Beginning(
            visit.field("organisation"),
            visit.field("name"),
            visit.field("username"),
            visit.field("email"),
            wrong));
  }
}
