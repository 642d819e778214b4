package io.roomledger.console;

import io.roomledger.base.AddressBlock;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.http.Answer;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.BrowserSessions;
import io.roomledger.identity.OpenIds;
import io.roomledger.identity.Proven;
import io.roomledger.identity.RateLimits;
import io.roomledger.openid.Departure;
import io.roomledger.openid.OpenIdFailure;
import io.roomledger.openid.OpenIdProvider;
import io.roomledger.openid.Voucher;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log-in that another server vouches for: the way there, and the way back. */
final class OpenIdPages {
  private static final Logger LOG = LoggerFactory.getLogger(OpenIdPages.class);
  private static final int LONGEST = 4096;

  /** How often one address may be sent to the issuer; who comes back has been. */
  private static final int TRIES = 60;

  private static final Duration TRIES_IN = Duration.ofMinutes(1);

  private final Gate gate;
  private final LogInPages logIns;
  private final OpenIds people;
  private final OpenIdProvider issuer;
  private final RateLimits limits;

  private OpenIdPages(
      Gate gate, LogInPages logIns, Console.Elsewhere elsewhere, RateLimits limits) {
    this.limits = limits;
    this.gate = gate;
    this.logIns = logIns;
    this.people = elsewhere.people();
    this.issuer = elsewhere.provider();
  }

  /** None where no other server vouches. */
  static List<Endpoint> endpoints(Gate gate, LogInPages logIns, Console.Entry entry) {
    return entry
        .elsewhere()
        .map(elsewhere -> new OpenIdPages(gate, logIns, elsewhere, entry.limits()).endpoints())
        .orElse(List.of());
  }

  private List<Endpoint> endpoints() {
    return List.of(
        gate.open("/log-in/openid", this::depart), gate.open(Console.OPEN_ID_BACK, this::arrive));
  }

  private Answer depart(Visit visit) {
    if (visit.person().isPresent()) {
      return Pages.redirect(visit, "/");
    }
    String to = LogInPages.to(visit);
    try {
      RateLimits.Allowance _ =
          limits.take(AddressBlock.of(visit.call().address()), "console:openid", TRIES, TRIES_IN);
      Departure departure = issuer.depart();
      people.begin(
          new OpenIds.Trip(departure.state(), departure.nonce(), departure.verifier(), to),
          visit.proof());
      return Pages.redirect(visit, departure.address().toString());
    } catch (OpenIdFailure e) {
      return failed(visit, to, e);
    } catch (RefusedException e) {
      return throttled(visit, to, e);
    }
  }

  private Answer arrive(Visit visit) {
    if (visit.person().isPresent()) {
      return Pages.redirect(visit, "/");
    }
    String to = "";
    try {
      Optional<OpenIds.Trip> trip = people.end(brought(visit, "state"), visit.proof());
      if (trip.isEmpty()) {
        String address = issuer.back().resolve("/").toString();
        return refused(visit, 401, to, "state", visit.say("openId.late", address));
      }
      to = trip.get().to();
      String code = brought(visit, "code");
      if (visit.asked("error").isPresent() || code.isEmpty()) {
        return refused(
            visit, 401, to, "refused by the issuer", visit.say("openId.denied", issuer.name()));
      }
      return meet(
          visit, trip.get(), issuer.arrive(code, trip.get().nonce(), trip.get().verifier()));
    } catch (OpenIdFailure e) {
      return failed(visit, to, e);
    }
  }

  private static String brought(Visit visit, String name) {
    return visit.asked(name).filter(it -> it.length() <= LONGEST).orElse("");
  }

  private Answer meet(Visit visit, OpenIds.Trip trip, Voucher voucher) {
    OpenIds.Claimed claimed =
        new OpenIds.Claimed(voucher.issuer(), voucher.subject(), voucher.email());
    return switch (people.meet(Accounts.MAIN, claimed, visit.call().address())) {
      case OpenIds.Known known -> enter(visit, trip.to(), known.proven(), voucher.secondFactor());
      case OpenIds.Unknown why ->
          logIns.afterAll(visit, 403, trip.to(), words(visit, why, voucher));
    };
  }

  /** Lets somebody in; a second factor is asked for here, unless the issuer has. */
  private Answer enter(Visit visit, String to, Proven proven, boolean asked) {
    if (!asked && proven.factor() == Proven.Factor.CODE) {
      return logIns.codeAlone(visit, proven, to);
    }
    return gate.enter(
        visit,
        proven.account(),
        to.isEmpty() ? "/" : to,
        asked ? BrowserSessions.Proof.ELSEWHERE_WITH_FACTOR : BrowserSessions.Proof.ELSEWHERE);
  }

  private static String words(Visit visit, OpenIds.Unknown why, Voucher voucher) {
    String email = voucher.email().orElse("");
    return switch (why) {
      case NO_EMAIL -> visit.say("openId.noEmail");
      case NOBODY -> visit.say("openId.nobody", email);
      case SEVERAL -> visit.say("openId.several", email);
      case SWITCHED_OFF -> visit.say("openId.off");
      case ANOTHER -> visit.say("openId.another", email);
    };
  }

  private Answer failed(Visit visit, String to, OpenIdFailure failure) {
    LOG.warn("a log-in by OpenID Connect failed: {}", failure.getMessage());
    boolean down = failure.why() == OpenIdFailure.Why.UNREACHABLE;
    return refused(
        visit,
        down ? 502 : 401,
        to,
        String.valueOf(failure.getMessage()),
        visit.say(down ? "openId.unreachable" : "openId.wrong", issuer.name()));
  }

  private Answer refused(Visit visit, int status, String to, String why, String words) {
    people.failed(Accounts.MAIN, visit.call().address(), why);
    return logIns.afterAll(visit, status, to, words);
  }

  private Answer throttled(Visit visit, String to, RefusedException refused) {
    if (refused.refusal() instanceof Refusal.Throttled wait) {
      return logIns
          .afterAll(visit, 429, to, Problem.of(visit, wait).text())
          .with("Retry-After", String.valueOf(Math.max(1, wait.retryAfter().toSeconds())));
    }
    throw refused;
  }
}
