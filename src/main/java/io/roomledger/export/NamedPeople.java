package io.roomledger.export;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Caller;
import java.util.List;

/** Finds the people whom a selection names. */
public final class NamedPeople {
  private final Accounts accounts;

  public NamedPeople(Accounts accounts) {
    this.accounts = accounts;
  }

  /**
   * The selection with account ids in place of user names.
   *
   * @throws RefusedException not found, if the caller's organisation has nobody of that name
   */
  public Selection settled(Caller caller, Selection selection) {
    String filter = Filter.PERSON.name();
    List<String> named = selection.many(filter);
    return named.isEmpty()
        ? selection
        : selection.and(filter, named.stream().map(one -> id(caller, one)).distinct().toList());
  }

  private String id(Caller caller, String idOrName) {
    return accounts
        .findByUsername(caller.organisation(), idOrName)
        .or(() ->
            accounts
                .find(idOrName)
                .filter(found -> found.organisation().equals(caller.organisation())))
        .map(Account::id)
        .orElseThrow(
            () -> new RefusedException(new Refusal.NotFound(Refusal.Thing.ACCOUNT, idOrName)));
  }
}
