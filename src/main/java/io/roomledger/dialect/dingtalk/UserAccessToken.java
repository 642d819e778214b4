// https://open.dingtalk.com/document/development/obtain-user-token
package io.roomledger.dialect.dingtalk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Endpoint;
import io.roomledger.http.Json;
import io.roomledger.identity.App;
import io.roomledger.identity.GrantOutcome;
import io.roomledger.identity.Grants;
import java.time.Duration;
import java.util.Optional;

/** Gives an app the token with which it acts in a person's name. */
final class UserAccessToken {
  private static final String REFRESH_PREFIX = "rt-";
  private static final Duration REFRESH_LIFE = Duration.ofDays(30);

  private final Grants grants;
  private final AppTokens apps;
  private final Grants.Making making;

  UserAccessToken(Grants grants, AppTokens apps, Duration life) {
    this.grants = grants;
    this.apps = apps;
    this.making = new Grants.Making(UserTokens.PREFIX, REFRESH_PREFIX, life, REFRESH_LIFE, true);
  }

  Endpoint endpoint() {
    return Endpoint.post("/v1.0/oauth2/userAccessToken", this::answer);
  }

  private Answer answer(Call call) {
    Fields body = Fields.of(call);
    App app = apps.logIn(call, body.text("clientId"), body.text("clientSecret"));
    GrantOutcome outcome =
        switch (body.text("grantType")) {
          case "authorization_code" ->
              grants.exchange(
                  app,
                  body.text("code"),
                  new Grants.Proof(Optional.empty(), Optional.empty(), Optional.empty()),
                  making);
          case "refresh_token" ->
              grants.refresh(app, body.text("refreshToken"), Optional.empty(), making);
          case String other ->
              throw Fields.invalid(
                  "grantType", TextNode.valueOf(other), "authorization_code or refresh_token");
        };
    return switch (outcome) {
      case GrantOutcome.Given given -> Print.answer(200, print(app, given));
      case GrantOutcome.Denied denied -> throw new FailureException(denied(body, denied.why()));
    };
  }

  private ObjectNode print(App app, GrantOutcome.Given given) {
    ObjectNode answer = Json.object();
    answer.put("accessToken", given.access().token());
    given.refresh().ifPresent(refresh -> answer.put("refreshToken", refresh.token()));
    answer.put("expireIn", apps.secondsLeft(given.access()));
    answer.put("corpId", app.organisation());
    return answer;
  }

  private static Failure denied(Fields body, GrantOutcome.Why why) {
    String what = body.has("code") ? "code" : "refreshToken";
    return Failure.params(
        what
            + ": "
            + why.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ')
            + " (expected: one that this server gave to this app and that was not used yet)");
  }
}
