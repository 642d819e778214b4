package io.roomledger.identity;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.util.Optional;
import java.util.Set;

/**
 * Who ordered something, as it is written down: enough to ask later what they may then.
 *
 * @param key see {@link Caller#key}
 * @param organisation whose data it is about
 * @param scopes what their token was limited to; not used for programs, whose scopes are looked up
 * @param address where the order came from
 */
public record Owner(String key, String organisation, Set<String> scopes, String address) {
  private static final String ACCOUNT = "account:";
  private static final String APP = "app:";

  /** Whoever calls. */
  public static Owner of(Caller caller) {
    Set<String> scopes =
        switch (caller) {
          case Caller.Person person -> person.scopes();
          case Caller.Program ignored -> Set.of();
          case Caller.Operator ignored -> Set.of();
          case Caller.Stranger nobody ->
              throw new RefusedException(new Refusal.Unauthenticated(Refusal.Credential.MISSING));
        };
    return new Owner(caller.key(), caller.organisation(), scopes, caller.address());
  }

  /** The owner with today's rights; nobody, if they are gone or no longer active. */
  public Optional<Caller> caller(Accounts accounts, Apps apps) {
    if (key.startsWith(ACCOUNT)) {
      return accounts
          .find(key.substring(ACCOUNT.length()))
          .filter(account -> account.active() && account.organisation().equals(organisation))
          .map(account -> accounts.caller(account, scopes, address));
    }
    if (key.startsWith(APP)) {
      return apps.find(key.substring(APP.length()))
          .filter(app -> app.active() && app.organisation().equals(organisation))
          .map(app -> new Caller.Program(app, address));
    }
    return Optional.of(new Caller.Operator(organisation));
  }
}
