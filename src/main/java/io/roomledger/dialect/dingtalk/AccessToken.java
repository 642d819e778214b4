// https://open.dingtalk.com/document/orgapp/obtain-the-access_token-of-an-internal-app
package io.roomledger.dialect.dingtalk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Endpoint;
import io.roomledger.http.Json;
import io.roomledger.identity.App;
import io.roomledger.identity.Apps;
import io.roomledger.identity.Tokens;
import java.time.Clock;
import java.time.Duration;

/** Gives an app its access token: the same one as long as it is valid. */
final class AccessToken {
  /** A token that ends before it can be used is of no use. */
  private static final Duration RENEW_BEFORE = Duration.ofMinutes(1);

  private final Apps apps;
  private final Tokens tokens;
  private final Gateway gateway;
  private final DingTalkSettings settings;
  private final Clock clock;

  AccessToken(Apps apps, Tokens tokens, Gateway gateway, DingTalkSettings settings, Clock clock) {
    this.apps = apps;
    this.tokens = tokens;
    this.gateway = gateway;
    this.settings = settings;
    this.clock = clock;
  }

  Endpoint endpoint() {
    return Endpoint.post("/v1.0/oauth2/accessToken", this::answer);
  }

  private Answer answer(Call call) {
    JsonNode body = body(call);
    String key = text(body, "appKey");
    String secret = text(body, "appSecret");
    gateway.take("app:" + key, "accessToken");
    Tokens.Issued issued = tokens.issue(logIn(key, secret), "", settings.tokenLife(), RENEW_BEFORE);
    ObjectNode answer = Json.object();
    answer.put("accessToken", issued.token());
    answer.put("expireIn", secondsLeft(issued));
    return Print.answer(200, answer);
  }

  /** An unknown app and a wrong secret look the same. */
  private App logIn(String key, String secret) {
    try {
      return apps.logIn(key, secret);
    } catch (RefusedException refused) {
      if (refused.refusal() instanceof Refusal.NotFound) {
        throw new RefusedException(new Refusal.Unauthenticated(Refusal.Credential.WRONG_SECRET));
      }
      throw refused;
    }
  }

  /** A form is not a body to this gateway, and neither is nothing. */
  private static JsonNode body(Call call) {
    boolean form =
        call.header("Content-Type")
            .filter(type -> type.startsWith("application/x-www-form-urlencoded"))
            .isPresent();
    if (form && !looksLikeJson(call.body())) {
      throw new FailureException(Failure.missing("body"));
    }
    JsonNode body = call.json().orElseThrow(() -> new FailureException(Failure.missing("body")));
    if (!body.isObject()) {
      throw new FailureException(Failure.params("body (expected: a JSON object)"));
    }
    return body;
  }

  private static boolean looksLikeJson(byte[] body) {
    for (byte letter : body) {
      if (letter > ' ') {
        return letter == '{';
      }
    }
    return false;
  }

  private static String text(JsonNode body, String name) {
    JsonNode value = body.path(name);
    if (value.isMissingNode() || value.isNull()) {
      throw new FailureException(Failure.missing(name));
    }
    if (!value.isTextual() || value.asText().indexOf('\0') >= 0) {
      throw new FailureException(Failure.params(name + " (expected: a text)"));
    }
    return value.asText();
  }

  private long secondsLeft(Tokens.Issued issued) {
    long millis = Duration.between(clock.instant(), issued.expiresAt()).toMillis();
    return Math.ceilDiv(millis, 1000L);
  }
}
