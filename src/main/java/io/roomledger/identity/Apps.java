package io.roomledger.identity;

import io.roomledger.db.Database;
import java.time.Clock;
import java.util.Optional;

/** The programs that call with an id and a secret. */
public final class Apps {

  public Apps(Database database, Clock clock) {
    throw new UnsupportedOperationException();
  }

  /** Adds an app with that secret, which is stored hashed. */
  public void add(App app, String secret) {
    throw new UnsupportedOperationException();
  }

  /** The app of that id. */
  public Optional<App> find(String id) {
    throw new UnsupportedOperationException();
  }

  /**
   * The app, if that is its secret.
   *
   * @throws io.roomledger.base.RefusedException not found, or unauthenticated with a wrong secret
   */
  public App logIn(String id, String secret) {
    throw new UnsupportedOperationException();
  }
}
