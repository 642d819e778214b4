package io.roomledger.identity;

import java.util.Optional;
import java.util.Set;

/**
 * What becomes different about an app; what is empty stays.
 *
 * @param scopes these and no others
 * @param redirectUris these and no others
 * @param secret another secret, which ends all the app's tokens
 * @param active whether it may call
 */
public record AppChange(
    Optional<Set<String>> scopes,
    Optional<Set<String>> redirectUris,
    Optional<String> secret,
    Optional<Boolean> active) {
  /** Whether nothing becomes different. */
  public boolean isEmpty() {
    return scopes.isEmpty() && redirectUris.isEmpty() && secret.isEmpty() && active.isEmpty();
  }
}
