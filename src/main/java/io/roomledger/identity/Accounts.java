package io.roomledger.identity;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import io.roomledger.db.News;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;

/**
 * The people, their passwords, roles and ids. These methods check no rights: whoever calls them has
 * done so, and writes the audit row in the transaction of the {@link Handle} that is given.
 */
public final class Accounts {
  /** The organisation that is always there. */
  public static final String MAIN = "main";

  static final String COLUMNS = "id, organisation, username, name, email, department, active";

  private final Database database;
  private final AccountRows rows;
  private final NewAccounts newcomers;
  private final Roles roles;
  private final ExternalIds externalIds;
  private final RememberedIds rememberedIds;
  private final Journal journal;
  private final PasswordDesk passwords;
  private final SecondFactors secondFactors;
  private final PasswordRules passwordRules;
  private final EndedLogIns ended = new EndedLogIns();
  private final AtomicLong changes = new AtomicLong();

  /**
   * The accounts in {@code database}. Permissions that it has never seen are given to the roles
   * that carry them by default.
   */
  public Accounts(Database database, Clock clock) {
    this(database, clock, Journal.NOWHERE);
  }

  /** The same; what fails at log-in, is issued or set up is written into {@code journal}. */
  public Accounts(Database database, Clock clock, Journal journal) {
    this(database, clock, journal, PasswordSettings.standard());
  }

  /** The same, with passwords as they are set. */
  public Accounts(Database database, Clock clock, Journal journal, PasswordSettings settings) {
    this.database = database;
    this.journal = journal;
    this.rows = new AccountRows(database);
    this.newcomers = new NewAccounts(clock);
    this.roles = new Roles(database);
    this.externalIds = new ExternalIds(database);
    this.rememberedIds = new RememberedIds(database, externalIds);
    this.passwords = new PasswordDesk(database, journal, clock, RateLimits.over(database, clock));
    this.passwordRules = new PasswordRules(settings);
    this.secondFactors = new SecondFactors(database, clock, journal, passwords);
    // in this order: what is read of roles from now on is kept under the new number
    database.news().hear(News.RIGHTS, _ -> roles.forget());
    database.news().hear(News.RIGHTS, _ -> changes.incrementAndGet());
  }

  /**
   * Adds an account.
   *
   * @param password its password; without one it cannot log in
   * @param roles such as {@code admin} and {@code user}
   * @throws RefusedException conflict, if the id or the user name is taken; invalid, if the user
   *     name cannot be one or a role is not known
   */
  public void add(Account account, Optional<String> password, Set<String> roles) {
    database.jdbi().useTransaction(handle -> add(handle, account, password, roles));
  }

  /** {@link #add(Account, Optional, Set)} in the transaction of {@code handle}. */
  public void add(Handle handle, Account account, Optional<String> password, Set<String> roles) {
    newcomers.add(handle, account, password.map(Passwords::digest).map(Passwords::hash));
    AccountRows.addRoles(handle, account.id(), roles);
  }

  /**
   * Takes in many accounts without passwords at once, as importers do, in the caller's transaction
   * and with few statements (thousands a second). One whose id is known stays as it is; one whose
   * mail address is somebody's of the organisation is that person; a user name that is taken, in
   * whatever case, gets {@code -2}, {@code -3} ... behind it.
   *
   * @param accounts in the order in which they claim user names and mail addresses
   * @param roles what those who are new get
   * @return by the id that was asked for, the account that it is now
   * @throws RefusedException invalid, if a user name cannot be one or a role is not known
   */
  public Map<String, Account> takeIn(
      Handle transaction, List<Account> accounts, Set<String> roles) {
    Roles.need(transaction, roles);
    return newcomers.takeIn(transaction, accounts, roles);
  }

  /** Whether nobody can log in yet, as before the first administrator is made. */
  public boolean isEmpty() {
    return rows.nobodyLogsIn();
  }

  /** The account of that id, unless it is deleted. */
  public Optional<Account> find(String id) {
    return rows.findBy("id = :it", "", id);
  }

  /** The accounts of those ids, deleted ones too, by id; unknown ids are left out. */
  public Map<String, Account> find(Handle handle, Collection<String> ids) {
    return NewAccounts.byId(handle, ids);
  }

  /** The same, in a transaction of its own. */
  public Map<String, Account> find(Collection<String> ids) {
    return database.jdbi().withHandle(handle -> find(handle, ids));
  }

  /** The accounts of these user names, case-insensitively; unknown names are left out. */
  public List<Account> findByUsernames(String organisation, Collection<String> usernames) {
    return database
        .jdbi()
        .withHandle(handle -> NewAccounts.byUsername(handle, organisation, usernames));
  }

  /** The account of that user name, case-insensitively. */
  public Optional<Account> findByUsername(String organisation, String username) {
    return rows.findBy(
        "organisation = :organisation AND lower(username) = lower(:it)", organisation, username);
  }

  /** The account of that mail address, case-insensitively; the oldest, if several have it. */
  public Optional<Account> findByEmail(String organisation, String email) {
    return rows.findBy(
        "organisation = :organisation AND lower(email) = lower(:it)", organisation, email);
  }

  /** The account that a vendor names so. */
  public Optional<Account> findByExternalId(ExternalIdKind kind, String externalId) {
    if (unstorable(externalId)) {
      return Optional.empty();
    }
    return database
        .jdbi()
        .withHandle(handle -> externalIds.accountOf(handle, kind, externalId))
        .flatMap(this::find);
  }

  /**
   * The vendor's id of each account, made where there is none yet. Accounts that are not there are
   * left out. Also for a handle that reads a snapshot: then the new ones are made beside it.
   */
  public Map<String, String> externalIds(
      Handle handle, ExternalIdKind kind, Collection<String> accountIds) {
    return externalIds.of(handle, kind, accountIds);
  }

  /** {@link #externalIds(Handle, ExternalIdKind, Collection)} in a transaction of its own. */
  public Map<String, String> externalIds(ExternalIdKind kind, Collection<String> accountIds) {
    return database.jdbi().inTransaction(handle -> externalIds.of(handle, kind, accountIds));
  }

  /**
   * Gives an account a particular external id, as importers and the sample do.
   *
   * @throws RefusedException conflict, if another account has it; not found, if there is no such
   *     account
   */
  public void setExternalId(String accountId, ExternalIdKind kind, String externalId) {
    externalIds.set(accountId, kind, externalId);
    changes.incrementAndGet();
  }

  /** Which active account a vendor names so, as remembered. For calls that come by the thousand. */
  public Optional<Named> named(ExternalIdKind kind, String externalId) {
    return unstorable(externalId)
        ? Optional.empty()
        : rememberedIds.account(kind, externalId, changes());
  }

  /** The vendor's id of an account, remembered as {@link #named}; empty if there is no account. */
  public Optional<String> externalId(ExternalIdKind kind, String accountId) {
    return rememberedIds.id(kind, accountId, changes());
  }

  /**
   * Checks a password; slow on purpose, the same for unknown names. Whether more is needed beside
   * it the answer says. A failure is written down.
   *
   * @param address where from; ten tries a minute for a person, or a name that is nobody's, from
   *     one address, a hundred an hour from all together, and those that succeed do not count
   * @throws RefusedException unauthenticated, if name and password do not belong together;
   *     throttled after too many tries
   */
  public Proven prove(
      String organisation, String usernameOrEmail, String password, String address) {
    return passwords.prove(organisation, usernameOrEmail, Passwords.digest(password), address);
  }

  /** What {@link #prove} says of that account now, if it may log in. */
  public Optional<Proven> proven(String accountId) {
    return passwords.again(accountId);
  }

  /**
   * Logs in by a password alone, where nothing more is needed.
   *
   * @throws RefusedException as {@link #prove}; unauthenticated {@code ONE_TIME} or {@code
   *     SECOND_FACTOR}, if more is needed
   */
  public Account logIn(
      String organisation, String usernameOrEmail, String password, String address) {
    return logIn(organisation, usernameOrEmail, password, Optional.empty(), address);
  }

  /** The same with the code of a second factor, which is looked at where one is needed. */
  public Account logIn(
      String organisation,
      String usernameOrEmail,
      String password,
      Optional<String> code,
      String address) {
    return logInHashed(organisation, usernameOrEmail, Passwords.digest(password), code, address);
  }

  /**
   * {@link #logIn} by the SHA-256 of the password, in hexadecimal digits.
   *
   * @see <a
   *     href="https://developer.rocket.chat/apidocs/login-with-username-and-password">Rocket.Chat:
   *     login</a>
   */
  public Account logInHashed(
      String organisation,
      String usernameOrEmail,
      String digest,
      Optional<String> code,
      String address) {
    Proven proven = passwords.prove(organisation, usernameOrEmail, digest, address);
    if (proven.once()) {
      throw PasswordDesk.refused(Refusal.Credential.ONE_TIME);
    }
    switch (proven.factor()) {
      case NONE -> {}
      case MISSING -> throw PasswordDesk.refused(Refusal.Credential.SECOND_FACTOR);
      case CODE ->
          secondFactors.check(
              proven.account(),
              code.orElseThrow(() -> PasswordDesk.refused(Refusal.Credential.SECOND_FACTOR)),
              address);
    }
    return proven.account();
  }

  /** Where acts are written down. */
  Journal journal() {
    return journal;
  }

  /** Which passwords are taken. */
  public PasswordRules passwordRules() {
    return passwordRules;
  }

  /** What people have beside their passwords. */
  public SecondFactors secondFactors() {
    return secondFactors;
  }

  /** Gives an account another password and ends all its tokens. */
  public void setPassword(Handle handle, String accountId, String password) {
    String hash = Passwords.hash(Passwords.digest(password));
    change(
        handle,
        accountId,
        "UPDATE account SET password_hash = ?, password_once = false WHERE id = ?",
        hash);
    handle.execute("DELETE FROM first_start WHERE account_id = ?", accountId);
    ended.end(handle, accountId);
  }

  /** Says that the password is for one time: whoever logs in with it sets another. */
  public void setPasswordOnce(Handle handle, String accountId) {
    change(handle, accountId, "UPDATE account SET password_once = ? WHERE id = ?", true);
  }

  /** Lets an account log in, or not; what was logged in ends, and does not wake with it again. */
  public void setActive(Handle handle, String accountId, boolean active) {
    change(handle, accountId, "UPDATE account SET active = ? WHERE id = ?", active);
    if (!active) {
      ended.end(handle, accountId);
    }
  }

  /**
   * Gives an account the user name, name, address and department of {@code account}, which is told
   * by its id.
   *
   * @throws RefusedException not found; invalid, if the user name cannot be one; conflict, if
   *     another has it
   */
  public void rename(Handle handle, Account account) {
    newcomers.rename(handle, account);
    changed(handle);
  }

  /**
   * Deletes an account: nobody finds it any more, it cannot log in, its tokens end and its user
   * name is free. What it said and did keeps it as its author.
   */
  public void delete(Handle handle, String accountId, Instant at) {
    setActive(handle, accountId, false);
    change(
        handle,
        accountId,
        "UPDATE account SET deleted_at = ? WHERE id = ? AND deleted_at IS NULL",
        at.atOffset(ZoneOffset.UTC));
  }

  /** Ends all log-ins of an account: what apps were allowed too, or they would refresh. */
  public void endLogIns(Handle handle, String accountId) {
    ended.end(handle, accountId);
    changed(handle);
  }

  /** Whenever all log-ins of an account end, {@code then} ends what else was made for it. */
  public void whenLogInsEnd(BiConsumer<Handle, String> then) {
    ended.also(then);
  }

  /** Gives an account these roles and no others. */
  public void setRoles(Handle handle, String accountId, Set<String> roles) {
    handle.execute("DELETE FROM account_role WHERE account_id = ?", accountId);
    AccountRows.addRoles(handle, accountId, roles);
    changed(handle);
  }

  /** The caller for an account: its roles and what they carry, now. */
  public Caller.Person caller(Account account, Set<String> scopes, String address) {
    Set<String> has = rows.rolesOf(account.id());
    return new Caller.Person(account, has, roles.permissionsOf(has), scopes, address);
  }

  /** The permissions that {@code roles} carry, for roles that somebody has in one room only. */
  public Set<String> permissionsOf(Collection<String> roles) {
    return this.roles.permissionsOf(roles);
  }

  /** Lets a role carry a permission. */
  public void grant(String role, String permission) {
    changing(() -> roles.grant(role, permission));
  }

  /** Takes a permission from a role. */
  public void revoke(String role, String permission) {
    changing(() -> roles.revoke(role, permission));
  }

  private void changing(Runnable change) {
    database
        .jdbi()
        .useTransaction(handle -> {
          change.run();
          changed(handle);
        });
  }

  /** Another number whenever a right changed, so that what was remembered counts no more. */
  long changes() {
    return changes.get();
  }

  /** PostgreSQL holds no zero character, so nothing is called so. */
  static boolean unstorable(String text) {
    return text.indexOf('\0') >= 0;
  }

  private void change(Handle handle, String accountId, String sql, Object value) {
    if (handle.execute(sql, value, accountId) == 0) {
      throw new RefusedException(new Refusal.NotFound(Refusal.Thing.ACCOUNT, accountId));
    }
    changed(handle);
  }

  private void changed(Handle handle) {
    changes.incrementAndGet();
    // what is read between now and the commit is the old, and must not be remembered
    handle.afterCommit(changes::incrementAndGet);
  }
}
