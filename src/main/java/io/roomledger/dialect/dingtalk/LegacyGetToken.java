// https://open.dingtalk.com/document/orgapp/obtain-orgapp-token
package io.roomledger.dialect.dingtalk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Endpoint;
import io.roomledger.http.Json;
import java.util.Optional;

/** Gives an app its access token as the old API did: the same as the new one gives. */
final class LegacyGetToken {
  private final AppTokens tokens;
  private final Legacy legacy;

  LegacyGetToken(AppTokens tokens, Legacy legacy) {
    this.tokens = tokens;
    this.legacy = legacy;
  }

  Endpoint endpoint() {
    return Endpoint.get(Legacy.TOKEN_ROOT, this::answer);
  }

  private Answer answer(Call call) {
    Optional<String> key = call.query("appkey").or(() -> call.query("corpid"));
    Optional<String> secret = call.query("appsecret").or(() -> call.query("corpsecret"));
    if (key.isEmpty() || secret.isEmpty()) {
      return legacy.failure(call, 40035, Wording.NO_PAIR);
    }
    AppTokens.Fresh fresh = tokens.of(call, key.get(), secret.get());
    ObjectNode answer = Json.object();
    answer.put("errcode", 0);
    answer.put("access_token", fresh.token());
    answer.put("errmsg", "ok");
    answer.put("expires_in", fresh.secondsLeft());
    return Print.answer(200, answer);
  }
}
