// docs/ledger-api.md#a-token
package io.roomledger.dialect.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Endpoint;
import io.roomledger.http.Json;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Apps;
import io.roomledger.identity.Tokens;
import java.time.Duration;
import java.util.Set;

/** Gives a token for a name and a password, or for an app and its secret. */
final class AccessToken {
  private static final Duration RENEW_BEFORE = Duration.ofMinutes(1);

  private final Accounts accounts;
  private final Apps apps;
  private final Tokens tokens;
  private final Gate gate;
  private final LedgerSettings settings;

  AccessToken(Accounts accounts, Apps apps, Tokens tokens, Gate gate, LedgerSettings settings) {
    this.accounts = accounts;
    this.apps = apps;
    this.tokens = tokens;
    this.gate = gate;
    this.settings = settings;
  }

  Endpoint endpoint() {
    return Endpoint.post("/ledger/v1/token", this::answer);
  }

  private Answer answer(Call call) {
    gate.take("address:" + call.address());
    JsonNode body = Gate.object(call);
    Tokens.Issued issued = body.has("app") ? ofApp(body) : ofPerson(call, body);
    ObjectNode answer = Json.object();
    answer.put("token", issued.token()).put("expiresAt", issued.expiresAt().toString());
    return Print.answer(200, answer).with("Cache-Control", "no-store");
  }

  private Tokens.Issued ofPerson(Call call, JsonNode body) {
    String name = Gate.text(body, "username");
    String password = Gate.text(body, "password");
    return tokens.issue(
        accounts.logIn(Accounts.MAIN, name, password, call.address()),
        "",
        settings.tokenLife(),
        Set.of("*"));
  }

  /** An unknown app and a wrong secret look the same. */
  private Tokens.Issued ofApp(JsonNode body) {
    String id = Gate.text(body, "app");
    String secret = Gate.text(body, "secret");
    try {
      return tokens.issue(apps.logIn(id, secret), "", settings.tokenLife(), RENEW_BEFORE);
    } catch (RefusedException refused) {
      if (refused.refusal() instanceof Refusal.NotFound) {
        throw new RefusedException(new Refusal.Unauthenticated(Refusal.Credential.WRONG_SECRET));
      }
      throw refused;
    }
  }
}
