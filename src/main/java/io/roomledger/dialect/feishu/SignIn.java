// https://open.feishu.cn/document/common-capabilities/sso/api/obtain-oauth-code
package io.roomledger.dialect.feishu;

import io.roomledger.base.AddressBlock;
import io.roomledger.base.Ids;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Endpoint;
import io.roomledger.http.Site;
import io.roomledger.identity.Account;
import io.roomledger.identity.Proven;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where a person logs in and allows an app to act in their name. There is no session: whoever is
 * asked gives their password each time, and the code of their second factor if they have one, so
 * nobody is logged in here by accident. A form is taken only from the browser that got it, which a
 * cookie tells, and only for what that browser was asked about.
 */
final class SignIn implements Site {
  private static final String AUTHORIZE = "/open-apis/authen/v1/authorize";

  /** The older page, which knows no scopes. */
  private static final String INDEX = "/open-apis/authen/v1/index";

  private static final String COOKIE = "roomledger_sign_in";
  private static final String FORM = "feishu-sign-in-form";
  private static final String STEP = "feishu-sign-in-code";
  private static final String TICKET = "feishu-sign-in-ticket";
  private static final Duration FORM_LIFE = Duration.ofHours(1);
  private static final Duration TICKET_LIFE = Duration.ofMinutes(10);
  private static final int TRIES = 30;
  private static final Duration TRIES_IN = Duration.ofMinutes(1);

  private final Feishu.Identity identity;
  private final Clock clock;
  private final Spelling spelling;

  SignIn(Feishu.Identity identity, Clock clock, Spelling spelling) {
    this.identity = identity;
    this.clock = clock;
    this.spelling = spelling;
  }

  @Override
  public String name() {
    return "feishu-sign-in";
  }

  @Override
  public List<String> roots() {
    return List.of(AUTHORIZE, INDEX);
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get(AUTHORIZE, call -> page(call, false)),
        Endpoint.post(AUTHORIZE, call -> sent(call, false)),
        Endpoint.get(INDEX, call -> page(call, true)),
        Endpoint.post(INDEX, call -> sent(call, true)));
  }

  private Answer page(Call call, boolean all) {
    try {
      return form(call, 200, Authorization.of(call, identity.apps(), all), "", "");
    } catch (Authorization.ProblemException e) {
      return pages(call).problem(e.problem());
    }
  }

  private Answer sent(Call call, boolean all) {
    try {
      Authorization ask = Authorization.of(call, identity.apps(), all);
      String step = field(call, "step");
      if (!step.isEmpty()) {
        return code(call, ask, step);
      }
      String ticket = field(call, "ticket");
      return ticket.isEmpty()
          ? signIn(call, ask)
          : decide(call, ask, ticket, field(call, "decision"));
    } catch (Authorization.ProblemException e) {
      return pages(call).problem(e.problem());
    }
  }

  private static String field(Call call, String name) {
    return call.form().getOrDefault(name, List.of("")).getFirst();
  }

  private Answer signIn(Call call, Authorization ask) {
    String name = field(call, "username");
    Optional<String> proof = identity.signed().read(FORM, field(call, "form"), clock.instant());
    if (!proof.equals(bound(call, ask, ""))) {
      return form(call, 403, ask, "stale", name);
    }
    try {
      identity.limits().take(AddressBlock.of(call.address()), "feishu:sign-in", TRIES, TRIES_IN);
      return proved(
          call,
          ask,
          name,
          identity
              .accounts()
              .prove(ask.app().organisation(), name, field(call, "password"), call.address()));
    } catch (RefusedException e) {
      return switch (e.refusal()) {
        case Refusal.Unauthenticated wrong -> form(call, 401, ask, "wrong", name);
        case Refusal.Throttled wait ->
            form(call, 429, ask, "tooOften", name)
                .with("Retry-After", String.valueOf(Math.max(1, wait.retryAfter().toSeconds())));
        default -> throw e;
      };
    }
  }

  /** Somebody whose password was right, which need not be enough. */
  private Answer proved(Call call, Authorization ask, String name, Proven proven) {
    if (proven.once()) {
      return form(call, 401, ask, "oneTime", name);
    }
    return switch (proven.factor()) {
      case NONE -> consent(call, ask, proven.account());
      case MISSING -> form(call, 401, ask, "factorMissing", name);
      case CODE -> {
        String subject = bound(call, ask, passed(proven)).orElseThrow();
        String step = identity.signed().sign(STEP, subject, clock.instant().plus(TICKET_LIFE));
        yield pages(call).code(200, ask, "", step);
      }
    };
  }

  /** Whose password was said, as long as it is the same. */
  private static String passed(Proven proven) {
    return proven.account().id() + " " + proven.mark();
  }

  private Answer code(Call call, Authorization ask, String step) {
    Optional<Proven> proven =
        identity
            .signed()
            .read(STEP, step, clock.instant())
            .flatMap(subject ->
                identity
                    .accounts()
                    .proven(subject.substring(0, subject.indexOf(' ')))
                    .filter(it -> Optional.of(subject).equals(bound(call, ask, passed(it)))));
    if (proven.isEmpty()) {
      return form(call, 403, ask, "stale", "");
    }
    SignInWords words = SignInWords.of(call);
    try {
      identity.limits().take(AddressBlock.of(call.address()), "feishu:sign-in", TRIES, TRIES_IN);
      Account account = proven.get().account();
      identity.accounts().secondFactors().check(account, field(call, "code"), call.address());
      return consent(call, ask, account);
    } catch (RefusedException e) {
      return switch (e.refusal()) {
        case Refusal.Unauthenticated _ -> pages(call).code(401, ask, words.say("codeWrong"), step);
        case Refusal.Throttled wait ->
            pages(call)
                .code(429, ask, words.say("tooOften"), step)
                .with("Retry-After", String.valueOf(Math.max(1, wait.retryAfter().toSeconds())));
        default -> throw e;
      };
    }
  }

  private Answer consent(Call call, Authorization ask, Account account) {
    String subject = bound(call, ask, account.id()).orElseThrow();
    String ticket = identity.signed().sign(TICKET, subject, clock.instant().plus(TICKET_LIFE));
    return pages(call).consent(ask, account.name(), ask.scopes(), ticket);
  }

  private Answer decide(Call call, Authorization ask, String ticket, String decision) {
    Optional<Account> account =
        identity
            .signed()
            .read(TICKET, ticket, clock.instant())
            .filter(subject -> Optional.of(subject).equals(bound(call, ask, person(subject))))
            .flatMap(subject -> identity.accounts().find(person(subject)))
            .filter(Account::active);
    if (account.isEmpty()) {
      return form(call, 403, ask, "stale", "");
    }
    if (!decision.equals("allow")) {
      return redirect(ask.back("error", "access_denied"));
    }
    String code =
        identity
            .grants()
            .allow(
                identity.accounts().caller(account.get(), Set.of("*"), call.address()), ask.ask());
    return redirect(ask.back("code", code));
  }

  private static Answer redirect(String where) {
    return new Answer(
        302,
        Map.of("Location", where, "Cache-Control", "no-store", "Referrer-Policy", "no-referrer"),
        new Answer.Body.Bytes(new byte[0]));
  }

  /** The form, and the cookie by which it knows its browser again. */
  private Answer form(Call call, int status, Authorization ask, String message, String name) {
    String browser = browser(call).orElseGet(SignIn::random);
    String proof =
        identity.signed().sign(FORM, bound(browser, ask, ""), clock.instant().plus(FORM_LIFE));
    SignInWords words = SignInWords.of(call);
    return new SignInPage(words)
        .signIn(status, ask, message.isEmpty() ? "" : words.say(message), name, proof)
        .with("Set-Cookie", cookie(call, browser));
  }

  private static String cookie(Call call, String browser) {
    return named(call)
        + "="
        + browser
        + "; Path=/open-apis/authen/v1; Max-Age=7200; HttpOnly; SameSite=Lax"
        + (call.origin().startsWith("https:") ? "; Secure" : "");
  }

  /** Over https a name that a browser takes over TLS only. */
  private static String named(Call call) {
    return call.origin().startsWith("https:") ? "__Secure-" + COOKIE : COOKIE;
  }

  private static Optional<String> browser(Call call) {
    return call.cookie(named(call)).filter(it -> it.matches("[A-Za-z0-9_-]{43}"));
  }

  private static Optional<String> bound(Call call, Authorization ask, String person) {
    return browser(call).map(it -> bound(it, ask, person));
  }

  /** What a form or ticket holds for: this person, this browser, this question. */
  private static String bound(String browser, Authorization ask, String person) {
    byte[] digest = SignInPage.sha256(browser + "\n" + ask.canonical());
    return person + " " + Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
  }

  private static String person(String subject) {
    return subject.substring(0, subject.lastIndexOf(' '));
  }

  private static String random() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Ids.secret(32));
  }

  private static SignInPage pages(Call call) {
    return new SignInPage(SignInWords.of(call));
  }

  @Override
  public Answer refuse(Call call, Refusal refusal) {
    return switch (refusal) {
      case Refusal.NotFound missing when missing.what() == Refusal.Thing.ENDPOINT ->
          spelling.refuse(call, refusal);
      case Refusal.Throttled wait -> pages(call).message(429, SignInWords.of(call).say("tooOften"));
      default -> pages(call).problem(Authorization.Problem.REQUEST);
    };
  }

  @Override
  public Answer fail(Call call) {
    return pages(call).fault(call.requestId());
  }

  @Override
  public Answer dress(Call call, Answer answer) {
    return spelling.dress(call, answer);
  }
}
