// https://open.dingtalk.com/document/orgapp/query-user-details
package io.roomledger.dialect.dingtalk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Caller;
import io.roomledger.identity.ExternalIdKind;
import io.roomledger.identity.Tokens;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tells who the person of a userid is, the unionId among it, as the old API did. */
final class LegacyUserGet {
  private static final String SCOPE = "qyapi_get_member";
  private static final int LONGEST = 64;

  private final Accounts accounts;
  private final Tokens tokens;
  private final Gateway gateway;
  private final UnionIds unionIds;
  private final Legacy legacy;

  LegacyUserGet(
      Accounts accounts, Tokens tokens, Gateway gateway, UnionIds unionIds, Legacy legacy) {
    this.accounts = accounts;
    this.tokens = tokens;
    this.gateway = gateway;
    this.unionIds = unionIds;
    this.legacy = legacy;
  }

  Endpoint endpoint() {
    return Endpoint.post(Legacy.ROOT + "/v2/user/get", this::answer);
  }

  private Answer answer(Call call) {
    Caller caller = caller(call);
    caller.needScope(SCOPE);
    gateway.take(caller.key(), "dingtalk user/get");
    String userId =
        field(call, "userid")
            .orElseThrow(
                () -> new RefusedException(new Refusal.Invalid("userid", "none", "a userid")));
    if (userId.isBlank() || userId.length() > LONGEST) {
      return legacy.failure(call, 33012, Wording.BAD_USER_ID);
    }
    Account account =
        accounts
            .findByExternalId(ExternalIdKind.DINGTALK_USER_ID, userId)
            .filter(found -> found.organisation().equals(caller.organisation()))
            .orElseThrow(
                () -> new RefusedException(new Refusal.NotFound(Refusal.Thing.ACCOUNT, userId)));
    ObjectNode answer = Legacy.fine();
    answer.put("request_id", call.requestId());
    print(account, userId, answer.putObject("result"));
    return Print.answer(200, answer);
  }

  private void print(Account account, String userId, ObjectNode result) {
    boolean admin = accounts.caller(account, Set.of(), "").roles().contains("admin");
    result.put("userid", userId);
    result.put("unionid", unionIds.of(List.of(account.id())).getOrDefault(account.id(), ""));
    result.put("name", account.name());
    result.put("active", account.active());
    result.put("admin", admin);
    account.email().ifPresent(email -> result.put("email", email));
  }

  /** The token stands in the query or in a form, never in a header. */
  private Caller caller(Call call) {
    String token =
        call.query("access_token")
            .or(() -> inForm(call, "access_token"))
            .filter(text -> !text.isBlank())
            .orElseThrow(() ->
                new RefusedException(new Refusal.Unauthenticated(Refusal.Credential.MISSING)));
    return tokens.caller(token, call.address());
  }

  private static Optional<String> inForm(Call call, String name) {
    Map<String, List<String>> form = call.form();
    return form.getOrDefault(name, List.of()).stream().findFirst();
  }

  /** A field of the body, which may be JSON or a form. */
  private static Optional<String> field(Call call, String name) {
    Optional<String> inForm = inForm(call, name);
    if (inForm.isPresent() || !call.form().isEmpty()) {
      return inForm;
    }
    return call.json()
        .map(body -> body.path(name))
        .filter(JsonNode::isValueNode)
        .map(JsonNode::asText);
  }
}
