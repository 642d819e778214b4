package io.roomledger.identity;

import java.util.Set;

/**
 * A program that calls with an id and a secret.
 *
 * @param id what it calls itself with: {@code app_id} or {@code appKey}
 * @param organisation the organisation whose data it sees
 * @param name the name for people
 * @param scopes what it may, such as {@code vc:export} or {@code VideoConference.Conference.Read}
 * @param active whether it may call
 * @param redirectUris where people may be sent back to after a log-in, letter by letter
 */
public record App(
    String id,
    String organisation,
    String name,
    Set<String> scopes,
    boolean active,
    Set<String> redirectUris) {
  public App {
    scopes = Set.copyOf(scopes);
    redirectUris = Set.copyOf(redirectUris);
  }

  /** An app that nobody logs in for. */
  public App(String id, String organisation, String name, Set<String> scopes, boolean active) {
    this(id, organisation, name, scopes, active, Set.of());
  }
}
