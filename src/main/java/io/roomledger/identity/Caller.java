package io.roomledger.identity;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.util.Optional;
import java.util.Set;

/** Who calls a door. Doors check rights against it; dialects make it from a token. */
public sealed interface Caller {
  /** The organisation whose data it may see. */
  String organisation();

  /**
   * A short text for the audit log and for ownership: {@code account:<id>}, {@code app:<id>},
   * {@code operator} or {@code stranger}.
   */
  String key();

  /** Where the call came from, for the audit log; {@code local} for the command line. */
  String address();

  /** Whether the token carries {@code scope}. */
  boolean hasScope(String scope);

  /** Whether the roles of the person behind it carry {@code permission} everywhere. */
  boolean may(String permission);

  /** Refuses unless {@link #hasScope}. */
  default void needScope(String scope) {
    if (!hasScope(scope)) {
      throw new RefusedException(new Refusal.Forbidden(Refusal.Right.SCOPE, scope));
    }
  }

  /** Refuses unless {@link #may}. */
  default void needPermission(String permission) {
    if (!may(permission)) {
      throw new RefusedException(new Refusal.Forbidden(Refusal.Right.PERMISSION, permission));
    }
  }

  /**
   * A person, by a log-in or by a token given to an app in their name.
   *
   * @param account who
   * @param roles their roles in the organisation
   * @param permissions what those roles carry
   * @param scopes what the token is limited to; a log-in of their own carries every scope, written
   *     {@code *}
   * @param address where from
   * @param app the app that the token was given to; what that app may not, the token may not either
   */
  record Person(
      Account account,
      Set<String> roles,
      Set<String> permissions,
      Set<String> scopes,
      String address,
      Optional<App> app)
      implements Caller {
    /** A person by a log-in of their own. */
    public Person(
        Account account,
        Set<String> roles,
        Set<String> permissions,
        Set<String> scopes,
        String address) {
      this(account, roles, permissions, scopes, address, Optional.empty());
    }

    public Person {
      roles = Set.copyOf(roles);
      permissions = Set.copyOf(permissions);
      scopes = Set.copyOf(scopes);
    }

    @Override
    public String organisation() {
      return account.organisation();
    }

    @Override
    public String key() {
      return "account:" + account.id();
    }

    @Override
    public boolean hasScope(String scope) {
      return (scopes.contains("*") || scopes.contains(scope))
          && app.map(to -> to.scopes().contains(scope)).orElse(true);
    }

    @Override
    public boolean may(String permission) {
      return permissions.contains(permission);
    }
  }

  /**
   * A program with its own token. It has scopes, and the permissions of an administrator of its
   * organisation within them.
   *
   * @param app which
   * @param address where from
   */
  record Program(App app, String address) implements Caller {
    @Override
    public String organisation() {
      return app.organisation();
    }

    @Override
    public String key() {
      return "app:" + app.id();
    }

    @Override
    public boolean hasScope(String scope) {
      return app.scopes().contains(scope);
    }

    @Override
    public boolean may(String permission) {
      return true;
    }
  }

  /**
   * Whoever runs the command line beside the data directory: may everything in the organisation,
   * and is audited.
   *
   * @param organisation which
   */
  record Operator(String organisation) implements Caller {
    @Override
    public String key() {
      return "operator";
    }

    @Override
    public String address() {
      return "local";
    }

    @Override
    public boolean hasScope(String scope) {
      return true;
    }

    @Override
    public boolean may(String permission) {
      return true;
    }
  }

  /**
   * Somebody who could not say who they are: may nothing, and only stands in the audit log for whom
   * a log-in was refused.
   *
   * @param organisation whose door they stood at
   * @param address where from
   */
  record Stranger(String organisation, String address) implements Caller {
    @Override
    public String key() {
      return "stranger";
    }

    @Override
    public boolean hasScope(String scope) {
      return false;
    }

    @Override
    public boolean may(String permission) {
      return false;
    }
  }
}
