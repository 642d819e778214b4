package io.roomledger.identity;

import io.roomledger.db.Database;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The people, their passwords, roles and ids. */
public final class Accounts {

  public Accounts(Database database, Clock clock) {
    throw new UnsupportedOperationException();
  }

  /**
   * Adds an account.
   *
   * @param password its password; without one it cannot log in
   * @param roles such as {@code admin} and {@code user}
   */
  public void add(Account account, Optional<String> password, Set<String> roles) {
    throw new UnsupportedOperationException();
  }

  /** The account of that id. */
  public Optional<Account> find(String id) {
    throw new UnsupportedOperationException();
  }

  /** The accounts of those ids, by id; unknown ids are left out. */
  public Map<String, Account> find(Handle handle, Collection<String> ids) {
    throw new UnsupportedOperationException();
  }

  /**
   * Takes in many accounts without passwords at once, as importers do, in the caller's transaction
   * and with few statements (thousands a second). One whose id is known stays as it is; one whose
   * mail address is somebody's of the organisation is that person; a user name that is taken, in
   * whatever case, gets {@code -2}, {@code -3} ... behind it.
   *
   * @param accounts all of one organisation, in the order in which they claim user names
   * @param roles what those who are new get
   * @return by the id that was asked for, the account that it is now
   */
  public Map<String, Account> takeIn(
      Handle transaction, List<Account> accounts, Set<String> roles) {
    throw new UnsupportedOperationException();
  }

  /** The account of that user name, case-insensitively. */
  public Optional<Account> findByUsername(String organisation, String username) {
    throw new UnsupportedOperationException();
  }

  /** The account of that mail address, case-insensitively. */
  public Optional<Account> findByEmail(String organisation, String email) {
    throw new UnsupportedOperationException();
  }

  /** The account that a vendor names so. */
  public Optional<Account> findByExternalId(ExternalIdKind kind, String externalId) {
    throw new UnsupportedOperationException();
  }

  /** The vendor's id of each account, made where there is none yet. */
  public Map<String, String> externalIds(
      Handle handle, ExternalIdKind kind, Collection<String> accountIds) {
    throw new UnsupportedOperationException();
  }

  /** Gives an account a particular external id, as importers and the sample do. */
  public void setExternalId(String accountId, ExternalIdKind kind, String externalId) {
    throw new UnsupportedOperationException();
  }

  /**
   * Checks a password and answers who it is; slow on purpose, the same for unknown names.
   *
   * @throws io.roomledger.base.RefusedException unauthenticated, if name and password do not belong
   *     together
   */
  public Account logIn(String organisation, String usernameOrEmail, String password) {
    throw new UnsupportedOperationException();
  }

  /** The caller for an account: its roles and what they carry, now. */
  public Caller.Person caller(Account account, Set<String> scopes, String address) {
    throw new UnsupportedOperationException();
  }

  /** The permissions that {@code roles} carry, for roles that somebody has in one room only. */
  public Set<String> permissionsOf(Collection<String> roles) {
    throw new UnsupportedOperationException();
  }
}
