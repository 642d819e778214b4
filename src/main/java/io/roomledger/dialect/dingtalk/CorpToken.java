// https://open.dingtalk.com/document/development/api-gettoken
package io.roomledger.dialect.dingtalk;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Endpoint;
import io.roomledger.http.Json;
import io.roomledger.identity.App;
import io.roomledger.identity.Organisations;

/** Gives an app its access token for an organisation, in the words of OAuth 2. */
final class CorpToken {
  private final Organisations organisations;
  private final AppTokens tokens;
  private final String language;

  CorpToken(Organisations organisations, AppTokens tokens, String language) {
    this.organisations = organisations;
    this.tokens = tokens;
    this.language = language;
  }

  Endpoint endpoint() {
    return Endpoint.post("/v1.0/oauth2/{corpId}/token", this::answer);
  }

  private Answer answer(Call call) {
    Fields body = Fields.of(call);
    String id = body.text("client_id");
    String secret = body.text("client_secret");
    String organisation = Fields.path(call, "corpId");
    if (!body.text("grant_type").equals("client_credentials")) {
      throw new FailureException(Failure.bare(400, "unsupported.grant.type"));
    }
    if (organisations.find(organisation).isEmpty()) {
      throw new FailureException(
          new Failure(500, "unknownError", Wording.UNKNOWN_ORGANISATION.in(language)));
    }
    AppTokens.Fresh fresh = tokens.of(call, logIn(call, id, secret, organisation));
    return Print.answer(
        200,
        Json.object().put("access_token", fresh.token()).put("expires_in", fresh.secondsLeft()));
  }

  private App logIn(Call call, String id, String secret, String organisation) {
    App app;
    try {
      app = tokens.logIn(call, id, secret);
    } catch (RefusedException refused) {
      if (refused.refusal() instanceof Refusal.Unauthenticated) {
        throw new FailureException(Failure.bare(400, "invalid.client"));
      }
      throw refused;
    }
    if (!app.organisation().equals(organisation)) {
      throw new FailureException(Failure.bare(401, "unauthorized.client"));
    }
    return app;
  }
}
