// https://open.feishu.cn/document/server-docs/authentication-management/access-token/tenant_access_token_internal
// https://open.feishu.cn/document/server-docs/authentication-management/access-token/app_access_token_internal
package io.roomledger.dialect.feishu;

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
import io.roomledger.identity.Caller;
import io.roomledger.identity.Tokens;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Tokens for id and secret. The same one is given while half an hour of its two remain. A failure
 * is HTTP 200 here, and told by its code.
 */
final class AccessTokens {
  private static final String AUTH = "/open-apis/auth/v3/";
  private static final Duration LIFE = Duration.ofHours(2);
  private static final Duration RENEW = Duration.ofMinutes(30);

  private final Apps apps;
  private final Tokens tokens;
  private final Clock clock;

  AccessTokens(Apps apps, Tokens tokens, Clock clock) {
    this.apps = apps;
    this.tokens = tokens;
    this.clock = clock;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.post(AUTH + "tenant_access_token/internal", call -> answer(call, false)),
        Endpoint.post(AUTH + "app_access_token/internal", call -> answer(call, true)));
  }

  private Answer answer(Call call, boolean forApp) {
    try {
      JsonNode body = call.json().orElseGet(Json::object);
      String id = body.path("app_id").textValue();
      String secret = body.path("app_secret").textValue();
      if (id == null || id.isEmpty() || secret == null || secret.isEmpty()) {
        return invalid();
      }
      App app = apps.logIn(id, secret, call.address());
      return issued(new Caller.Program(app, call.address()), forApp);
    } catch (RefusedException e) {
      return refused(e.refusal());
    }
  }

  private Answer issued(Caller.Program who, boolean forApp) {
    Tokens.Issued issued = tokens.issue(who, "t-", LIFE, RENEW);
    ObjectNode body = Json.object().put("code", 0).put("msg", "ok");
    long expire = issued.secondsFrom(clock.instant());
    if (forApp) {
      // both are the same text upstream too
      body.put("app_access_token", issued.token()).put("expire", expire);
      body.put("tenant_access_token", issued.token());
    } else {
      body.put("tenant_access_token", issued.token()).put("expire", expire);
    }
    return Json.answer(200, Spelling.JSON, body);
  }

  private static Answer refused(Refusal refusal) {
    return switch (refusal) {
      case Refusal.NotFound app when app.id().startsWith("cli_") -> wrong("app id not exists");
      case Refusal.Unauthenticated secret -> wrong("app secret invalid");
      case Refusal.NotFound app -> invalid();
      case Refusal.Invalid notJson -> invalid();
      case Refusal.TooLarge body -> invalid();
      case Refusal.Forbidden fault -> throw new RefusedException(fault);
      case Refusal.Conflict fault -> throw new RefusedException(fault);
      case Refusal.Throttled fault -> throw new RefusedException(fault);
      case Refusal.Unavailable fault -> throw new RefusedException(fault);
    };
  }

  private static Answer invalid() {
    ObjectNode body = Json.object().put("code", 10003);
    body.putObject("data");
    return Json.answer(200, Spelling.JSON, body.put("msg", "invalid param"));
  }

  private static Answer wrong(String what) {
    return Json.answer(200, Spelling.JSON, Json.object().put("code", 10014).put("msg", what));
  }
}
