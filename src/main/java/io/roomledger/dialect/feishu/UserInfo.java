// https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/authen-v1/user_info/get
package io.roomledger.dialect.feishu;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Json;
import io.roomledger.identity.Account;
import io.roomledger.identity.Caller;
import io.roomledger.identity.ExternalIdKind;
import java.util.List;

/** Whose token it is. */
final class UserInfo {
  private static final Terms TERMS = Terms.user(Tier.OFTEN);

  private final People people;

  UserInfo(People people) {
    this.people = people;
  }

  List<Route> routes() {
    return List.of(Route.get("/open-apis/authen/v1/user_info", TERMS, this::get));
  }

  private Answer get(Call call, Caller caller) {
    if (!(caller instanceof Caller.Person person)) {
      throw new FailureException(Failure.INVALID_USER_TOKEN);
    }
    Account account = person.account();
    ObjectNode data =
        Json.object()
            .put("name", account.name())
            .put("en_name", account.name())
            .put("open_id", people.id(ExternalIdKind.FEISHU_OPEN_ID, account.id()))
            .put("union_id", people.id(ExternalIdKind.FEISHU_UNION_ID, account.id()))
            .put("tenant_key", account.organisation());
    if (caller.hasScope("contact:user.email:readonly")) {
      account.email().ifPresent(email -> data.put("email", email));
    }
    if (caller.hasScope("contact:user.employee_id:readonly")) {
      data.put("user_id", people.id(ExternalIdKind.FEISHU_USER_ID, account.id()));
    }
    return Spelling.success(data);
  }
}
