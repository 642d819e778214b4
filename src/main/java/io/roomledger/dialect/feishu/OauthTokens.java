// https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/authentication-management/access-token/get-user-access-token
// https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/authentication-management/access-token/refresh-user-access-token
package io.roomledger.dialect.feishu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Json;
import io.roomledger.identity.App;
import io.roomledger.identity.Apps;
import io.roomledger.identity.GrantOutcome;
import io.roomledger.identity.Grants;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Tokens of people, for a code or a refresh token, in the way of RFC 6749. */
final class OauthTokens {
  static final String PATH = "/open-apis/authen/v2/oauth/token";

  private static final Grants.Making MAKING =
      new Grants.Making("u-", "ur-", Duration.ofHours(2), Duration.ofDays(7), false);

  private final Apps apps;
  private final Grants grants;
  private final Clock clock;

  OauthTokens(Feishu.Identity identity, Clock clock) {
    this.apps = identity.apps();
    this.grants = identity.grants();
    this.clock = clock;
  }

  /** Whether it is a call of this address, whose faults have their own envelope too. */
  static boolean owns(Call call) {
    return call.path().equals(PATH) || call.path().equals(PATH + "/");
  }

  Answer answer(Call call) {
    try {
      return tokens(call, new Fields(call));
    } catch (DeniedException e) {
      return e.failure.answer();
    } catch (RefusedException e) {
      return refused(e.refusal()).answer();
    }
  }

  private static OauthFailure refused(Refusal refusal) {
    return refusal instanceof Refusal.Unavailable
        ? OauthFailure.UNAVAILABLE
        : OauthFailure.MALFORMED;
  }

  private Answer tokens(Call call, Fields fields) {
    String type = fields.need("grant_type");
    if (!type.equals("authorization_code") && !type.equals("refresh_token")) {
      throw new DeniedException(OauthFailure.GRANT_TYPE);
    }
    App app = app(call, fields);
    Optional<List<String>> scopes = fields.find("scope").map(OauthTokens::scopes);
    if (type.equals("refresh_token")) {
      String token = fields.need("refresh_token");
      if (!app.scopes().contains(Grants.OFFLINE)) {
        throw new DeniedException(OauthFailure.NO_REFRESH);
      }
      return print(grants.refresh(app, token, scopes, MAKING), true);
    }
    Grants.Proof proof =
        new Grants.Proof(fields.find("redirect_uri"), fields.find("code_verifier"), scopes);
    return print(grants.exchange(app, fields.need("code"), proof, MAKING), false);
  }

  private App app(Call call, Fields fields) {
    String id = fields.need("client_id");
    String secret = fields.need("client_secret");
    App app = apps.find(id).orElseThrow(() -> new DeniedException(OauthFailure.APP_UNKNOWN));
    if (!app.active()) {
      throw new DeniedException(OauthFailure.APP_DISABLED);
    }
    try {
      return apps.logIn(id, secret, call.address());
    } catch (RefusedException e) {
      throw new DeniedException(OauthFailure.SECRET);
    }
  }

  private static List<String> scopes(String text) {
    List<String> scopes = List.of(text.strip().split("\\s+"));
    if (new HashSet<>(scopes).size() < scopes.size()) {
      throw new DeniedException(OauthFailure.SCOPES_TWICE);
    }
    return scopes;
  }

  private Answer print(GrantOutcome outcome, boolean refreshing) {
    return switch (outcome) {
      case GrantOutcome.Denied denied -> failure(denied.why(), refreshing).answer();
      case GrantOutcome.Given given -> {
        ObjectNode body = Json.object().put("code", 0);
        body.put("access_token", given.access().token());
        body.put("expires_in", given.access().secondsFrom(clock.instant()));
        given
            .refresh()
            .ifPresent(refresh ->
                body.put("refresh_token", refresh.token())
                    .put("refresh_token_expires_in", refresh.secondsFrom(clock.instant())));
        body.put("scope", String.join(" ", new TreeSet<>(given.scopes())));
        yield Json.answer(200, Spelling.JSON, body.put("token_type", "Bearer"))
            .with("Cache-Control", "no-store");
      }
    };
  }

  private static OauthFailure failure(GrantOutcome.Why why, boolean refreshing) {
    return switch (why) {
      case UNKNOWN -> refreshing ? OauthFailure.REFRESH_INVALID : OauthFailure.CODE_UNKNOWN;
      case OTHER_APP -> OauthFailure.OTHER_APP;
      case USED -> refreshing ? OauthFailure.REFRESH_USED : OauthFailure.CODE_USED;
      case REVOKED -> refreshing ? OauthFailure.REFRESH_REVOKED : OauthFailure.CODE_USED;
      case EXPIRED -> refreshing ? OauthFailure.REFRESH_EXPIRED : OauthFailure.CODE_EXPIRED;
      case REDIRECT -> OauthFailure.REDIRECT;
      case VERIFIER -> OauthFailure.CHALLENGE;
      case SCOPES -> OauthFailure.SCOPES_NOT_GRANTED;
      case PERSON -> OauthFailure.PERSON;
    };
  }

  /** What libraries send: JSON or a form, and the app's id and secret in it or in a header. */
  private static final class Fields {
    private final Map<String, String> values = new HashMap<>();

    Fields(Call call) {
      Map<String, List<String>> form = call.form();
      form.forEach((name, all) -> values.put(name, all.getFirst()));
      if (form.isEmpty()) {
        JsonNode body = call.json().orElseGet(Json::object);
        if (!body.isObject()) {
          throw new DeniedException(OauthFailure.MALFORMED);
        }
        body.properties().forEach(field -> values.put(field.getKey(), field.getValue().asText()));
      }
      call.header("Authorization").filter(it -> it.startsWith("Basic ")).ifPresent(this::basic);
    }

    private void basic(String header) {
      if (find("client_secret").isPresent()) {
        throw new DeniedException(OauthFailure.TWO_METHODS);
      }
      try {
        String pair =
            new String(
                Base64.getDecoder().decode(header.substring("Basic ".length()).strip()),
                StandardCharsets.UTF_8);
        int colon = pair.indexOf(':');
        if (colon > 0) {
          values.put("client_id", pair.substring(0, colon));
          values.put("client_secret", pair.substring(colon + 1));
        }
      } catch (IllegalArgumentException e) {
        throw new DeniedException(OauthFailure.MALFORMED);
      }
    }

    Optional<String> find(String name) {
      return Optional.ofNullable(values.get(name)).filter(text -> !text.isEmpty());
    }

    String need(String name) {
      return find(name).orElseThrow(() -> new DeniedException(OauthFailure.PARAMETER_MISSING));
    }
  }

  /** Tokens are denied, in the words of that failure. */
  private static final class DeniedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final OauthFailure failure;

    DeniedException(OauthFailure failure) {
      super(failure.name(), null, false, false);
      this.failure = failure;
    }
  }
}
