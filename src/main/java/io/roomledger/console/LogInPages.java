package io.roomledger.console;

import io.roomledger.base.AddressBlock;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.http.Answer;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.BrowserSessions;
import io.roomledger.identity.FirstStart;
import io.roomledger.identity.PasswordRules;
import io.roomledger.identity.Proven;
import io.roomledger.identity.RateLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Log-in, log-out, and the first start, which is the log-in with the one-time password. */
final class LogInPages {
  private static final int TRIES = 30;
  private static final Duration TRIES_IN = Duration.ofMinutes(1);

  private final Gate gate;
  private final Pages pages;
  private final Console.Entry entry;
  private final Console.Safety safety;
  private final Ticket tickets;

  LogInPages(Gate gate, Pages pages, Console.Entry entry, Console.Safety safety) {
    this.gate = gate;
    this.pages = pages;
    this.entry = entry;
    this.safety = safety;
    this.tickets = new Ticket(safety.signed(), entry.accounts(), safety.clock());
  }

  /**
   * The form.
   *
   * @param name what was typed as the name
   * @param to where to go afterwards
   * @param wrong what was wrong, or empty
   * @param elsewhere who else vouches for people, or empty
   */
  record LogIn(String name, String to, String wrong, String elsewhere) {
    /** Where the button for those leads. */
    String away() {
      String query = Pages.query(Map.of("to", to));
      return "/log-in/openid" + (query.isEmpty() ? "" : "?" + query);
    }
  }

  /**
   * The form of the second step: the code of the second factor, or another password.
   *
   * @param ticket that the step before was taken
   * @param to where to go afterwards
   * @param wrong what was wrong, or empty
   * @param shortest the fewest characters of another password
   */
  record Step(String ticket, String to, String wrong, int shortest) {}

  /** The form of the first start, with what was typed into it. */
  record Beginning(FirstStart.Newcomer typed, String wrong, int shortest) {}

  List<Endpoint> endpoints() {
    return List.of(
        gate.open("/log-in", this::form),
        gate.openPost("/log-in", this::logIn),
        gate.openPost("/log-in/code", this::code),
        gate.openPost("/log-in/password", this::password),
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
    return form(visit, status, name, to(visit), wrong);
  }

  private Answer form(Visit visit, int status, String name, String to, String wrong) {
    String elsewhere = entry.elsewhere().map(it -> it.provider().name()).orElse("");
    return pages.page(status, visit, "logIn", new LogIn(name, to, wrong, elsewhere));
  }

  /** The form for somebody whom another server's word did not let in. */
  Answer afterAll(Visit visit, int status, String to, String wrong) {
    return form(visit, status, "", to, wrong);
  }

  /** Where to go afterwards. */
  static String to(Visit visit) {
    return inside(visit.asked("to").orElseGet(() -> visit.field("to")));
  }

  /** Only places of this server, so that nobody is sent elsewhere by a link. */
  private static String inside(String to) {
    return to.matches("/[^/\\\\\\p{Cntrl}][^\\\\\\p{Cntrl}]*") ? to : "";
  }

  private Answer logIn(Visit visit) {
    String name = visit.field("username");
    String address = visit.call().address();
    try {
      takeTry(visit);
      Proven proven =
          entry.accounts().prove(Accounts.MAIN, name, visit.exactly("password"), address);
      return proven.factor() == Proven.Factor.CODE
          ? step(visit, 200, "logInCode", tickets.issue(visit, Ticket.Step.CODE, proven), "")
          : proved(visit, proven);
    } catch (RefusedException e) {
      return again(visit, e, wrong -> form(visit, status(e), name, wrong), "logIn.wrong");
    }
  }

  private void takeTry(Visit visit) {
    RateLimits.Allowance _ =
        entry
            .limits()
            .take(AddressBlock.of(visit.call().address()), "console:log-in", TRIES, TRIES_IN);
  }

  private static int status(RefusedException refused) {
    return refused.refusal() instanceof Refusal.Throttled ? 429 : 401;
  }

  private interface Form {
    Answer saying(String wrong);
  }

  /** The form again, with what was wrong. */
  private static Answer again(Visit visit, RefusedException refused, Form form, String wrong) {
    return switch (refused.refusal()) {
      case Refusal.Unauthenticated _ -> form.saying(visit.say(wrong));
      case Refusal.Throttled wait ->
          form.saying(Problem.of(visit, wait).text())
              .with("Retry-After", String.valueOf(Math.max(1, wait.retryAfter().toSeconds())));
      default -> throw refused;
    };
  }

  private Answer step(Visit visit, int status, String template, String ticket, String wrong) {
    return pages.page(status, visit, template, new Step(ticket, to(visit), wrong, shortest()));
  }

  /** The step of the code for somebody for whom another server has vouched. */
  Answer codeAlone(Visit visit, Proven proven, String to) {
    String ticket = tickets.issue(visit, Ticket.Step.CODE_ALONE, proven);
    return pages.page(visit, "logInCode", new Step(ticket, to, "", shortest()));
  }

  /** Somebody who has proved all they must, unless their password was for one time. */
  private Answer proved(Visit visit, Proven proven) {
    if (proven.once()) {
      return entry.firstStart().waiting().isPresent()
          ? Pages.redirect(visit, "/first-start")
          : step(
              visit, 200, "logInPassword", tickets.issue(visit, Ticket.Step.PASSWORD, proven), "");
    }
    String to = to(visit);
    return gate.enter(visit, proven.account(), to.isEmpty() ? "/" : to);
  }

  private Answer code(Visit visit) {
    String ticket = visit.exactly("ticket");
    Optional<Proven> alone = tickets.read(visit, Ticket.Step.CODE_ALONE, ticket);
    Optional<Proven> proven = alone.or(() -> tickets.read(visit, Ticket.Step.CODE, ticket));
    if (proven.isEmpty()) {
      return form(visit, 401, "", visit.say("logIn.late"));
    }
    try {
      takeTry(visit);
      entry
          .accounts()
          .secondFactors()
          .check(proven.get().account(), visit.field("code"), visit.call().address());
      return alone.isPresent() ? vouched(visit, alone.get()) : proved(visit, proven.get());
    } catch (RefusedException e) {
      return again(
          visit, e, wrong -> step(visit, status(e), "logInCode", ticket, wrong), "logIn.wrongCode");
    }
  }

  private Answer vouched(Visit visit, Proven proven) {
    String to = to(visit);
    return gate.enter(
        visit, proven.account(), to.isEmpty() ? "/" : to, BrowserSessions.Proof.ELSEWHERE);
  }

  private Answer password(Visit visit) {
    String ticket = visit.exactly("ticket");
    Optional<Proven> proven = tickets.read(visit, Ticket.Step.PASSWORD, ticket);
    if (proven.isEmpty()) {
      return form(visit, 401, "", visit.say("logIn.late"));
    }
    Optional<String> wrong =
        wrongPassword(
            visit, entry.accounts().passwordRules(), PasswordRules.about(proven.get().account()));
    if (wrong.isPresent()) {
      return step(visit, 400, "logInPassword", ticket, wrong.get());
    }
    Account account = proven.get().account();
    try {
      safety
          .logIns()
          .setFirstPassword(
              entry.accounts().caller(account, Set.of("*"), visit.call().address()),
              proven.get(),
              visit.exactly("password"));
    } catch (RefusedException e) {
      return again(visit, e, said -> form(visit, 401, "", said), "logIn.late");
    }
    String to = to(visit);
    return gate.enter(visit, account, to.isEmpty() ? "/" : to);
  }

  /** What is wrong with the password that somebody chose for themselves, if anything is. */
  static Optional<String> wrongPassword(Visit visit, PasswordRules rules, List<String> about) {
    String password = visit.exactly("password");
    Optional<PasswordRules.Fault> fault = rules.fault(password, about);
    if (fault.isPresent()) {
      return Optional.of(
          switch (fault.get()) {
            case LENGTH -> visit.say("first.wrong.password", rules.shortest());
            case GUESSABLE -> visit.say("first.guessable");
          });
    }
    return password.equals(visit.exactly("again"))
        ? Optional.empty()
        : Optional.of(visit.say("first.different"));
  }

  private int shortest() {
    return entry.accounts().passwordRules().shortest();
  }

  private Answer beginning(Visit visit) {
    if (entry.firstStart().waiting().isEmpty()) {
      return Pages.redirect(visit, "/log-in");
    }
    return pages.page(visit, "firstStart", new Beginning(newcomer(visit), "", shortest()));
  }

  private Answer begin(Visit visit) {
    FirstStart.Newcomer newcomer = newcomer(visit);
    String address = visit.call().address();
    try {
      takeTry(visit);
      Optional<String> wrong =
          wrongPassword(visit, entry.accounts().passwordRules(), newcomer.known());
      if (wrong.isPresent()) {
        return again(visit, 400, wrong.get());
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
        status, visit, "firstStart", new Beginning(newcomer(visit), wrong, shortest()));
  }

  private static FirstStart.Newcomer newcomer(Visit visit) {
    return new FirstStart.Newcomer(
        visit.field("organisation"),
        visit.field("username"),
        visit.field("name"),
        Optional.of(visit.field("email")).filter(it -> !it.isEmpty()),
        visit.exactly("password"));
  }
}
