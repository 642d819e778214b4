package io.roomledger.dialect.rocketchat;

import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Caller;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the people that a call names, by id or by user name. */
final class UserFinder {
  private final Accounts accounts;

  UserFinder(Accounts accounts) {
    this.accounts = accounts;
  }

  /** The one that {@code userId}, {@code username} or {@code user} names. */
  Account need(Desk.Visit visit) {
    Asked asked = visit.asked();
    Optional<String> id = asked.find("userId");
    Optional<String> name = asked.find("username").or(() -> asked.find("user"));
    if (id.isEmpty() && name.isEmpty()) {
      throw new FailureException(
          Failure.of(
              "The required \"userId\" or \"username\" param was not provided",
              "error-user-param-not-provided"));
    }
    return id.flatMap(it -> byId(visit.caller(), it))
        .or(() -> name.flatMap(it -> byName(visit.caller(), it)))
        .orElseThrow(UserFinder::unknown);
  }

  /** All that the call names, one or many; unknown ones are a fault. */
  List<Account> all(Desk.Visit visit) {
    Asked asked = visit.asked();
    Map<String, Account> found = new LinkedHashMap<>();
    for (String key : List.of("userId", "userIds")) {
      for (String id : asked.texts(key)) {
        add(found, byId(visit.caller(), id));
      }
    }
    for (String key : List.of("username", "usernames", "user")) {
      for (String name : asked.commaTexts(key)) {
        add(found, byName(visit.caller(), name));
      }
    }
    return List.copyOf(found.values());
  }

  /** Those of these user names that are somebody's. */
  List<Account> named(Caller caller, List<String> usernames) {
    return usernames.stream().flatMap(name -> byName(caller, name).stream()).toList();
  }

  Optional<Account> byId(Caller caller, String id) {
    return accounts
        .find(id)
        .filter(account -> account.organisation().equals(caller.organisation()));
  }

  Optional<Account> byName(Caller caller, String username) {
    return accounts.findByUsername(caller.organisation(), username);
  }

  private static void add(Map<String, Account> found, Optional<Account> account) {
    Account known = account.orElseThrow(UserFinder::unknown);
    found.put(known.id(), known);
  }

  private static FailureException unknown() {
    return new FailureException(
        Failure.of(
            "The required \"userId\" or \"username\" param provided does not match any users",
            "error-invalid-user"));
  }
}
