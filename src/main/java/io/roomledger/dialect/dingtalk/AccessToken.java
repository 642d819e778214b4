// https://open.dingtalk.com/document/orgapp/obtain-the-access_token-of-an-internal-app
package io.roomledger.dialect.dingtalk;

import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Endpoint;
import io.roomledger.http.Json;

/** Gives an app its access token: the same one as long as it is valid. */
final class AccessToken {
  private final AppTokens tokens;

  AccessToken(AppTokens tokens) {
    this.tokens = tokens;
  }

  Endpoint endpoint() {
    return Endpoint.post("/v1.0/oauth2/accessToken", this::answer);
  }

  private Answer answer(Call call) {
    Fields body = Fields.of(call);
    AppTokens.Fresh fresh = tokens.of(call, body.text("appKey"), body.text("appSecret"));
    return Print.answer(
        200, Json.object().put("accessToken", fresh.token()).put("expireIn", fresh.secondsLeft()));
  }
}
