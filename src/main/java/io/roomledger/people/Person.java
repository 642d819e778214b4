package io.roomledger.people;

import io.roomledger.identity.Account;
import java.time.Instant;
import java.util.Set;

/**
 * Somebody with an account.
 *
 * @param account the account
 * @param roles its roles in the organisation
 * @param createdAt since when it is there
 */
public record Person(Account account, Set<String> roles, Instant createdAt) {
  public Person {
    roles = Set.copyOf(roles);
  }
}
