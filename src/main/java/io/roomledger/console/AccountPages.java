package io.roomledger.console;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.http.Answer;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.BrowserSessions;
import io.roomledger.identity.Consents;
import io.roomledger.identity.PasswordRules;
import io.roomledger.identity.Proven;
import io.roomledger.identity.SecondFactors;
import java.util.List;
import java.util.Optional;

/** A person's own account: password, second factor, and where they are logged in. */
final class AccountPages {
  private final Gate gate;
  private final Pages pages;
  private final Console.Entry entry;
  private final Console.Safety safety;

  AccountPages(Gate gate, Pages pages, Console.Entry entry, Console.Safety safety) {
    this.gate = gate;
    this.pages = pages;
    this.entry = entry;
    this.safety = safety;
  }

  /**
   * The account.
   *
   * @param factor what there is beside the password
   * @param shortest the fewest characters of another password
   * @param sessions where the person is logged in
   * @param consents what they allowed apps
   * @param told what is to be seen only now
   * @param wrong what was wrong, or empty
   */
  record Own(
      Factor factor,
      int shortest,
      Sessions sessions,
      List<Consents.Consent> consents,
      Told told,
      String wrong) {}

  /**
   * What there is beside the password.
   *
   * @param on whether it is asked for
   * @param codes how many codes on paper are left
   * @param afterPassword whether setting it up needs the password; of somebody for whom another
   *     server vouches nobody knows whether they have theirs
   */
  record Factor(boolean on, int codes, boolean afterPassword) {}

  /**
   * Where a person is logged in.
   *
   * @param all the one used last first
   * @param here the id of this session
   */
  record Sessions(List<BrowserSessions.Session> all, String here) {}

  /**
   * What is to be seen only now.
   *
   * @param enrolment what an authenticator needs
   * @param codes codes for paper
   */
  record Told(Optional<Enrolment> enrolment, List<String> codes) {
    static final Told NOTHING = new Told(Optional.empty(), List.of());
  }

  /** What an authenticator needs: to be typed, and as a picture. */
  record Enrolment(String secret, Picture picture) {
    /** In fours, so that people do not lose their place. */
    String spaced() {
      return secret.replaceAll("(.{4})(?!$)", "$1 ");
    }
  }

  List<Endpoint> endpoints() {
    return List.of(
        gate.page("/account", visit -> page(visit, 200, Told.NOTHING, "")),
        gate.post("/account/password", this::password),
        gate.post("/account/second-factor/begin", this::begin),
        gate.post("/account/second-factor/confirm", this::confirm),
        gate.post("/account/second-factor/codes", this::codes),
        gate.post("/account/second-factor/end", this::end),
        gate.post("/account/sessions/end", this::endSession),
        gate.post("/account/sessions/others", this::endOthers),
        gate.post("/account/apps/end", this::endConsent));
  }

  private Answer page(Visit visit, int status, Told told, String wrong) {
    return pages.page(
        status,
        visit,
        "account",
        new Own(
            factor(visit.caller().account().id()),
            entry.accounts().passwordRules().shortest(),
            new Sessions(
                entry.sessions().list(visit.caller()), BrowserSessions.id(Gate.session(visit))),
            safety.consents().list(visit.caller()),
            told,
            wrong));
  }

  private Factor factor(String id) {
    SecondFactors.State state = factors().of(id);
    return new Factor(state.on(), state.codes(), afterPassword(id));
  }

  private boolean afterPassword(String id) {
    return entry.elsewhere().map(it -> it.people().issuers(id).isEmpty()).orElse(true);
  }

  private SecondFactors factors() {
    return entry.accounts().secondFactors();
  }

  private Answer password(Visit visit) {
    Account account = visit.caller().account();
    Optional<String> wrong =
        LogInPages.wrongPassword(
            visit, entry.accounts().passwordRules(), PasswordRules.about(account));
    if (wrong.isPresent()) {
      return page(visit, 400, Told.NOTHING, wrong.get());
    }
    Optional<Answer> refused = unproven(visit);
    if (refused.isPresent()) {
      return refused.get();
    }
    safety.logIns().setOwnPassword(visit.caller(), visit.exactly("password"));
    return gate.enter(visit, account, "/account?said=password");
  }

  /** The page that says that the password they have is not the one that was typed. */
  private Optional<Answer> unproven(Visit visit) {
    String username = visit.caller().account().username();
    try {
      Proven _ =
          entry
              .accounts()
              .prove(Accounts.MAIN, username, visit.exactly("old"), visit.call().address());
      return Optional.empty();
    } catch (RefusedException e) {
      return Optional.of(wrong(visit, e, "account.wrongPassword"));
    }
  }

  private Answer wrong(Visit visit, RefusedException refused, String words) {
    return switch (refused.refusal()) {
      case Refusal.Unauthenticated _ -> page(visit, 401, Told.NOTHING, visit.say(words));
      case Refusal.Throttled wait -> page(visit, 429, Told.NOTHING, Problem.of(visit, wait).text());
      default -> throw refused;
    };
  }

  /**
   * Whoever finds an open session would else lock its owner out with an authenticator of theirs.
   */
  private Answer begin(Visit visit) {
    Optional<Answer> refused =
        afterPassword(visit.caller().account().id()) ? unproven(visit) : Optional.empty();
    return refused.orElseGet(() -> enrol(visit, 200, ""));
  }

  private Answer enrol(Visit visit, int status, String wrong) {
    SecondFactors.Enrolment begun = factors().begin(visit.caller());
    Enrolment shown = new Enrolment(begun.secret(), Picture.of(begun.uri()));
    return page(visit, status, new Told(Optional.of(shown), List.of()), wrong);
  }

  private Answer confirm(Visit visit) {
    try {
      List<String> codes = factors().confirm(visit.caller(), visit.field("code"));
      return page(visit, 200, new Told(Optional.empty(), codes), "");
    } catch (RefusedException e) {
      if (e.refusal() instanceof Refusal.Unauthenticated) {
        return enrol(visit, 401, visit.say("logIn.wrongCode"));
      }
      throw e;
    }
  }

  private Answer codes(Visit visit) {
    try {
      List<String> codes = factors().renewCodes(visit.caller(), visit.field("code"));
      return page(visit, 200, new Told(Optional.empty(), codes), "");
    } catch (RefusedException e) {
      return wrong(visit, e, "logIn.wrongCode");
    }
  }

  private Answer end(Visit visit) {
    try {
      factors().end(visit.caller(), visit.field("code"));
      return Pages.redirect(visit, "/account?said=factorEnded");
    } catch (RefusedException e) {
      return wrong(visit, e, "logIn.wrongCode");
    }
  }

  private Answer endSession(Visit visit) {
    entry.sessions().endOne(visit.caller(), visit.field("session"));
    return Pages.redirect(visit, "/account?said=sessionEnded");
  }

  private Answer endConsent(Visit visit) {
    safety.consents().end(visit.caller(), visit.field("app"));
    return Pages.redirect(visit, "/account?said=consentEnded#apps");
  }

  private Answer endOthers(Visit visit) {
    entry.sessions().endOthers(visit.caller(), Gate.session(visit));
    return Pages.redirect(visit, "/account?said=sessionEnded");
  }
}
