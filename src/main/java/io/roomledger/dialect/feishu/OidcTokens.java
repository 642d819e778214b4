// https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/authen-v1/oidc-access_token/create
// https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/authen-v1/oidc-refresh_access_token/create
package io.roomledger.dialect.feishu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.RefusedException;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Json;
import io.roomledger.identity.App;
import io.roomledger.identity.Caller;
import io.roomledger.identity.GrantOutcome;
import io.roomledger.identity.Grants;
import io.roomledger.identity.Tokens;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Tokens of people in the older way, which the SDKs' helpers use: the app shows its own token, and
 * a failure is HTTP 200.
 */
final class OidcTokens {
  static final String ACCESS = "/open-apis/authen/v1/oidc/access_token";
  static final String REFRESH = "/open-apis/authen/v1/oidc/refresh_access_token";

  private static final Grants.Making MAKING =
      new Grants.Making("u-", "ur-", Duration.ofHours(2), Duration.ofDays(30), true);

  private final Tokens tokens;
  private final Grants grants;
  private final Clock clock;

  OidcTokens(Feishu.Identity identity, Clock clock) {
    this.tokens = identity.tokens();
    this.grants = identity.grants();
    this.clock = clock;
  }

  Answer access(Call call) {
    return answer(call, "authorization_code", "code");
  }

  Answer refresh(Call call) {
    return answer(call, "refresh_token", "refresh_token");
  }

  private Answer answer(Call call, String grantType, String field) {
    Optional<App> app = app(call);
    if (app.isEmpty()) {
      return failure(20014, "The app access token passed is invalid. Please check the value");
    }
    JsonNode body = body(call);
    String ticket = body.path(field).asText("");
    String type = body.path("grant_type").asText("");
    if (ticket.isEmpty() || type.isEmpty()) {
      return failure(20001, "Invalid request. Please check request param");
    }
    if (!type.equals(grantType)) {
      return failure(20036, "The grant_type passed is not supported");
    }
    boolean refreshing = field.equals("refresh_token");
    return print(
        refreshing
            ? grants.refresh(app.get(), ticket, Optional.empty(), MAKING)
            : grants.exchange(app.get(), ticket, proof(body), MAKING),
        refreshing);
  }

  /** The newer flow's fields are taken too, so that whoever sends them is protected by them. */
  private static Grants.Proof proof(JsonNode body) {
    return new Grants.Proof(
        Optional.ofNullable(body.path("redirect_uri").textValue()),
        Optional.ofNullable(body.path("code_verifier").textValue()),
        Optional.empty());
  }

  private static JsonNode body(Call call) {
    try {
      return call.json().orElseGet(Json::object);
    } catch (RefusedException e) {
      return Json.object();
    }
  }

  /** SDKs send the token of the app or that of the tenant: upstream and here they are one text. */
  private Optional<App> app(Call call) {
    try {
      return Gateway.token(call)
          .filter(token -> token.startsWith("t-"))
          .map(token -> tokens.caller(token, call.address()))
          .map(caller -> caller instanceof Caller.Program program ? program.app() : null);
    } catch (RefusedException e) {
      return Optional.empty();
    }
  }

  private Answer print(GrantOutcome outcome, boolean refreshing) {
    return switch (outcome) {
      case GrantOutcome.Denied denied -> failure(denied.why(), refreshing);
      case GrantOutcome.Given given -> {
        ObjectNode data = Json.object().put("access_token", given.access().token());
        given
            .refresh()
            .ifPresent(refresh ->
                data.put("refresh_token", refresh.token())
                    .put("refresh_expires_in", refresh.secondsFrom(clock.instant())));
        data.put("token_type", "Bearer")
            .put("expires_in", given.access().secondsFrom(clock.instant()))
            .put("scope", String.join(" ", new TreeSet<>(given.scopes())));
        yield Spelling.success(data).with("Cache-Control", "no-store");
      }
    };
  }

  private static Answer failure(GrantOutcome.Why why, boolean refreshing) {
    return switch (why) {
      case UNKNOWN, USED, REVOKED ->
          refreshing
              ? failure(20026, "The refresh token passed is invalid. Please check the value")
              : failure(
                  20003,
                  "The code passed is invalid. Please note that the code could only be used once");
      case EXPIRED ->
          refreshing
              ? failure(20037, "The refresh token passed has expired. Please generate a new one")
              : failure(20004, "The code passed has expired. Please generate a new one");
      case OTHER_APP ->
          failure(
              20024,
              "App id in user_access_token or refresh_token diff with app id in app_access_token or"
                  + " tenant_access_token. Please keep the app id consistent");
      case REDIRECT -> failure(20029, "Invalid redirect uri");
      case VERIFIER, SCOPES ->
          failure(20007, "Failed to generate a user access token. Please try again");
      case PERSON -> failure(20022, "User frozen");
    };
  }

  private static Answer failure(int code, String words) {
    return Json.answer(200, Spelling.JSON, Json.object().put("code", code).put("msg", words));
  }
}
