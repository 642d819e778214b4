package io.roomledger.console;

import io.roomledger.base.Ids;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Account;
import io.roomledger.identity.BrowserSessions;
import io.roomledger.identity.Caller;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells who a browser is, and that a form comes from our own pages: it must send back a proof that
 * only they know, which is bound to the cookie, and must not come from elsewhere.
 */
final class Gate {
  static final String SESSION = "roomledger_session";

  /** Known before anybody is logged in, so that the log-in itself is proved. */
  private static final String VISITOR = "roomledger_visitor";

  private static final String PROOF = "proof";

  private final Console.Entry entry;

  Gate(Console.Entry entry) {
    this.entry = entry;
  }

  /** What answers a visit. */
  @FunctionalInterface
  interface Handler {
    Answer answer(Visit visit) throws Exception;
  }

  /** A page that everybody may see. */
  Endpoint open(String path, Handler handler) {
    return Endpoint.get(
        path,
        call -> {
          Optional<String> known = cookie(call, VISITOR);
          String visitor = known.orElseGet(Gate::random);
          Answer answer = handler.answer(visit(call, visitor));
          return known.isPresent() || cookie(call, SESSION).isPresent()
              ? answer
              : answer.with("Set-Cookie", cookie(call, VISITOR, visitor));
        });
  }

  /** A form that everybody may send. */
  Endpoint openPost(String path, Handler handler) {
    return Endpoint.post(path, call -> handler.answer(proved(visit(call))));
  }

  /** A page for people who are logged in; others are sent to the log-in and come back. */
  Endpoint page(String path, Handler handler) {
    return Endpoint.get(
        path,
        call -> {
          Visit visit = visit(call);
          return visit.person().isEmpty()
              ? logIn(visit)
              : kept(visit, path) ? Pages.redirect(visit, "/account") : handler.answer(visit);
        });
  }

  /** A form of people who are logged in. */
  Endpoint post(String path, Handler handler) {
    return Endpoint.post(
        path,
        call -> {
          Visit visit = visit(call);
          return visit.person().isEmpty()
              ? logIn(visit)
              : kept(visit, path)
                  ? Pages.redirect(visit, "/account")
                  : handler.answer(proved(visit));
        });
  }

  /** Bytes from people who are logged in, however many; the proof comes in a header. */
  Endpoint streamed(String path, Handler handler) {
    Endpoint plain = post(path, handler);
    return new Endpoint(plain.method(), plain.path(), plain.handler(), true);
  }

  /**
   * Whether the person must set up a second factor before anything else.
   *
   * @param path the page's own address and not the request's, which can be written in many ways
   */
  private static boolean kept(Visit visit, String path) {
    boolean own = path.equals("/account") || path.startsWith("/account/");
    return visit.factorMissing() && !own && !path.equals("/log-out");
  }

  private static Answer logIn(Visit visit) {
    Call call = visit.call();
    boolean elsewhere = visit.partial() || !call.method().equals("GET");
    String to = elsewhere ? "/" : call.path() + query(call);
    String where =
        to.equals("/") ? "/log-in" : "/log-in?to=" + URLEncoder.encode(to, StandardCharsets.UTF_8);
    return Pages.redirect(visit, where);
  }

  private static String query(Call call) {
    StringBuilder query = new StringBuilder();
    call.queries()
        .forEach((name, values) -> {
          for (String value : values) {
            query
                .append(query.isEmpty() ? '?' : '&')
                .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
          }
        });
    return query.toString();
  }

  /** The visit of a call. */
  Visit visit(Call call) {
    return visit(call, cookie(call, VISITOR).orElse(""));
  }

  private Visit visit(Call call, String visitor) {
    String session = cookie(call, SESSION).orElse("");
    Optional<BrowserSessions.Standing> standing = entry.sessions().find(session);
    Optional<Caller.Person> person = standing.map(it -> caller(it.account(), call));
    person.ifPresent(who -> call.by(who.key()));
    Map<String, String> choices = person.map(entry.choices()::of).orElse(Map.of());
    String proof = person.isPresent() ? proof(session) : visitor.isEmpty() ? "" : proof(visitor);
    boolean missing = standing.map(BrowserSessions.Standing::factorMissing).orElse(false);
    return new Visit(call, Manners.of(call, choices), person, proof, missing);
  }

  private Caller.Person caller(Account account, Call call) {
    return entry.accounts().caller(account, Set.of("*"), call.address());
  }

  /** Whether the session of a visit still holds, for answers that go on for long. */
  boolean holds(Visit visit) {
    return cookie(visit.call(), SESSION).flatMap(entry.sessions()::find).isPresent();
  }

  private static Visit proved(Visit visit) {
    String sent = visit.call().header("X-Proof").orElseGet(() -> visit.exactly(PROOF));
    boolean ours =
        !visit.proof().isEmpty()
            && MessageDigest.isEqual(
                sent.getBytes(StandardCharsets.UTF_8),
                visit.proof().getBytes(StandardCharsets.UTF_8));
    if (!ours || foreign(visit.call())) {
      throw new RefusedException(
          new Refusal.Forbidden(Refusal.Right.RELATION, "a form of this page"));
    }
    return visit;
  }

  /** Whether the browser says that another site sends the form. */
  private static boolean foreign(Call call) {
    String site = call.header("Sec-Fetch-Site").orElse("same-origin");
    String host = URI.create(call.origin()).getAuthority();
    boolean elsewhere =
        call.header("Origin")
            .map(it -> !it.equals("http://" + host) && !it.equals("https://" + host))
            .orElse(false);
    return elsewhere || !(site.equals("same-origin") || site.equals("none"));
  }

  /** Logs a person in: the browser gets a new session, whatever it had before. */
  Answer enter(Visit visit, Account account, String where) {
    return enter(visit, account, where, BrowserSessions.Proof.HERE);
  }

  /** The same, saying how the person proved who they are. */
  Answer enter(Visit visit, Account account, String where, BrowserSessions.Proof proof) {
    cookie(visit.call(), SESSION)
        .ifPresent(old -> visit.person().ifPresent(who -> entry.sessions().end(who, old)));
    String token =
        entry
            .sessions()
            .open(
                caller(account, visit.call()), visit.call().header("User-Agent").orElse(""), proof);
    return Pages.redirect(visit, where).with("Set-Cookie", cookie(visit.call(), SESSION, token));
  }

  /** What the browser keeps of its session; empty if nobody is logged in. */
  static String session(Visit visit) {
    return cookie(visit.call(), SESSION).orElse("");
  }

  /** Logs the person out. */
  Answer leave(Visit visit) {
    String token = cookie(visit.call(), SESSION).orElse("");
    entry.sessions().end(visit.caller(), token);
    return Pages.redirect(visit, "/log-in?said=out")
        .with("Set-Cookie", cookie(visit.call(), SESSION, "") + "; Max-Age=0")
        .with("Clear-Site-Data", "\"cache\"");
  }

  private static Optional<String> cookie(Call call, String name) {
    return call.cookie(prefixed(call, name)).filter(it -> it.matches("[A-Za-z0-9_-]{43}"));
  }

  private static String cookie(Call call, String name, String value) {
    return prefixed(call, name)
        + "="
        + value
        + "; Path=/; HttpOnly; SameSite=Lax"
        + (secure(call) ? "; Secure" : "");
  }

  /** Over https a name that a browser takes from this very host only, and not without TLS. */
  private static String prefixed(Call call, String name) {
    return secure(call) ? "__Host-" + name : name;
  }

  /** Whether the browser came over https. */
  static boolean secure(Call call) {
    return call.origin().startsWith("https:");
  }

  private static String random() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Ids.secret(32));
  }

  private static String proof(String secret) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(("form proof of " + secret).getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
