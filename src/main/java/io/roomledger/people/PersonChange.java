package io.roomledger.people;

import java.util.Optional;
import java.util.Set;

/**
 * What shall be otherwise about an account; what is not given stays.
 *
 * @param username another user name
 * @param name another name for people
 * @param email another address
 * @param password another password; ends every log-in
 * @param roles other roles, in place of all it has
 */
public record PersonChange(
    Optional<String> username,
    Optional<String> name,
    Optional<String> email,
    Optional<String> password,
    Optional<Set<String>> roles) {

  /** Without what must not be told. */
  @Override
  public String toString() {
    return "PersonChange[" + username + ", " + name + "]";
  }
}
