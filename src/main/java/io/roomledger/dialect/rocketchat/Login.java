// https://developer.rocket.chat/apidocs/login-with-username-and-password
package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Tokens;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Gives a token for a name and a password, in every shape that clients send. */
final class Login {
  private static final String PATH = "/api/v1/login";
  private static final Set<String> ALL = Set.of("*");

  private final Accounts accounts;
  private final Tokens tokens;
  private final Gate gate;
  private final RocketChatSettings settings;

  Login(Accounts accounts, Tokens tokens, Gate gate, RocketChatSettings settings) {
    this.accounts = accounts;
    this.tokens = tokens;
    this.gate = gate;
    this.settings = settings;
  }

  Endpoint endpoint() {
    return Endpoint.post(
        PATH, call -> gate.limited(call, Optional.empty(), PATH, () -> answer(call)));
  }

  private Answer answer(Call call) {
    try {
      Asked body = Asked.body(call);
      String resume = body.text("resume");
      return resume.isEmpty() ? logIn(call, body) : resume(call, resume);
    } catch (RefusedException e) {
      if (e.refusal() instanceof Refusal.Unauthenticated why) {
        return why.why() == Refusal.Credential.SECOND_FACTOR ? codeWanted() : unauthorized();
      }
      throw e;
    }
  }

  private Answer logIn(Call call, Asked body) {
    String name = name(body);
    Asked password = body.object("password");
    String hashed = firstOf(password.text("hashed"), password.text("digest"));
    Optional<String> code = Optional.of(body.text("code")).filter(text -> !text.isEmpty());
    Account account;
    if (hashed.isEmpty()) {
      account = accounts.logIn(Accounts.MAIN, name, body.text("password"), code, call.address());
    } else {
      String digest = hashed.toLowerCase(Locale.ROOT);
      account = accounts.logInHashed(Accounts.MAIN, name, digest, code, call.address());
    }
    Caller.Person caller = accounts.caller(account, ALL, call.address());
    return welcome(call, caller, tokens.issue(caller, "", settings.tokenLife()).token());
  }

  private Answer resume(Call call, String token) {
    if (tokens.caller(token, call.address()) instanceof Caller.Person person) {
      return welcome(call, person, token);
    }
    return unauthorized();
  }

  /**
   * {@code user}, {@code username} or {@code email}; {@code user} may hold either of the others.
   */
  private static String name(Asked body) {
    Asked user = body.object("user");
    return firstOf(
        body.text("user"),
        user.text("username"),
        user.text("email"),
        body.text("username"),
        body.text("email"));
  }

  private static String firstOf(String... texts) {
    for (String text : texts) {
      if (!text.isEmpty()) {
        return text;
      }
    }
    return "";
  }

  private static Answer welcome(Call call, Caller.Person caller, String token) {
    ObjectNode body = Wire.object().put("status", "success");
    ObjectNode data = body.putObject("data");
    data.put("userId", caller.account().id()).put("authToken", token);
    data.set("me", Me.describe(call, caller));
    return Wire.success(body);
  }

  private static Answer unauthorized() {
    ObjectNode body = Wire.object();
    body.put("success", false)
        .put("error", "Unauthorized")
        .put("status", "error")
        .put("message", "Unauthorized");
    return Wire.answer(401, body);
  }

  /** As the vendor's server asks for the code, which clients then send as {@code code}. */
  private static Answer codeWanted() {
    ObjectNode body = Wire.object();
    body.put("success", false)
        .put("status", "error")
        .put("error", "totp-required")
        .put("message", "TOTP Required [totp-required]");
    body.putObject("details")
        .put("method", "totp")
        .put("codeGenerated", false)
        .putArray("availableMethods")
        .add("totp");
    return Wire.answer(401, body);
  }
}
