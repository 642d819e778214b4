package io.roomledger.dialect.dingtalk;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Named;
import java.util.Set;

/**
 * In whose name a program acts: its calls name a person, and it has no more rights than they have.
 */
record Actors(Accounts accounts) {

  /**
   * The person of that unionId as a caller, with the app that acts for them.
   *
   * @throws RefusedException not found, if there is no such person; forbidden, if they are of
   *     another organisation, or the caller is another person
   */
  Caller as(Caller caller, String unionId) {
    Named named = accounts.named(UnionIds.KIND, unionId).orElseThrow(() -> unknown(unionId));
    if (!named.organisation().equals(caller.organisation())) {
      throw new RefusedException(
          new Refusal.Forbidden(Refusal.Right.ORGANISATION, "of the meeting rooms"));
    }
    if (caller instanceof Caller.Person person) {
      if (!person.account().id().equals(named.account())) {
        throw new RefusedException(
            new Refusal.Forbidden(Refusal.Right.RELATION, "the person themselves"));
      }
      return caller;
    }
    Account account = accounts.find(named.account()).orElseThrow(() -> unknown(unionId));
    return accounts.caller(account, Set.of("*"), caller.address());
  }

  private static RefusedException unknown(String unionId) {
    return new RefusedException(new Refusal.NotFound(Refusal.Thing.ACCOUNT, unionId));
  }
}
