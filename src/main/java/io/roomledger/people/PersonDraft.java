package io.roomledger.people;

import java.util.Set;

/**
 * Somebody who shall have an account.
 *
 * @param username the user name
 * @param name the name for people
 * @param email the address
 * @param password what they log in with
 * @param roles their roles; none for those that newcomers get
 */
public record PersonDraft(
    String username, String name, String email, String password, Set<String> roles) {
  public PersonDraft {
    roles = Set.copyOf(roles);
  }

  /** Without what must not be told. */
  @Override
  public String toString() {
    return "PersonDraft[" + username + "]";
  }
}
