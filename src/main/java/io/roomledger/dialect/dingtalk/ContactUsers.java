// https://open.dingtalk.com/document/development/dingtalk-retrieve-user-information
package io.roomledger.dialect.dingtalk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Json;
import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Caller;
import java.util.List;

/** Tells who somebody is: the person whose token it is, or one of their organisation. */
final class ContactUsers {
  private static final String SCOPE = "Contact.User.Read";

  private final Accounts accounts;
  private final UnionIds unionIds;

  ContactUsers(Accounts accounts, UnionIds unionIds) {
    this.accounts = accounts;
    this.unionIds = unionIds;
  }

  Route route() {
    return new Route("GET", "/v1.0/contact/users/{unionId}", SCOPE, this::answer);
  }

  private Answer answer(Call call, Caller caller) {
    Account account = account(caller, Fields.path(call, "unionId"));
    ObjectNode answer = Json.object();
    answer.put("nick", account.name());
    answer.put("unionId", unionIds.of(List.of(account.id())).getOrDefault(account.id(), ""));
    account.email().ifPresent(email -> answer.put("email", email));
    answer.put("visitor", false);
    return Print.answer(200, answer);
  }

  private Account account(Caller caller, String unionId) {
    if (unionId.equals("me")) {
      if (caller instanceof Caller.Person person) {
        return person.account();
      }
      throw new RefusedException(
          new Refusal.Invalid("unionId", "me", "a unionId, or the token of a person"));
    }
    return accounts
        .findByExternalId(UnionIds.KIND, unionId)
        .filter(account -> account.organisation().equals(caller.organisation()))
        .orElseThrow(
            () -> new RefusedException(new Refusal.NotFound(Refusal.Thing.ACCOUNT, unionId)));
  }
}
