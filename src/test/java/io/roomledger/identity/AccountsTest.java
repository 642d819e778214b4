package io.roomledger.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.Ids;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.base.SettableClock;
import io.roomledger.db.Database;
import io.roomledger.db.TestDatabase;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccountsTest {
  private static final String HERE = "192.0.2.1";

  private final SettableClock clock = SettableClock.at("2026-01-02T03:04:05Z");
  private final Database database = TestDatabase.fresh();
  private final Accounts accounts = new Accounts(database, clock);

  @AfterEach
  void close() {
    database.close();
  }

  private static Account account(String username) {
    return new Account(
        Ids.random(),
        Accounts.MAIN,
        username,
        "Name of " + username,
        Optional.of(username + "@example.org"),
        "Sales",
        true);
  }

  private Account added(String username, String password, String... roles) {
    Account account = account(username);
    accounts.add(account, Optional.of(password), Set.of(roles));
    return account;
  }

  private static void refuses(ThrowingCallable act, Class<? extends Refusal> how) {
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.refusal()).isInstanceOf(how));
  }

  @Test
  void anAccountIsFoundByIdNameAndAddressWhateverTheirCase() {
    Account ada = added("Ada", "secret", "user");

    assertThat(accounts.find(ada.id())).contains(ada);
    assertThat(accounts.findByUsername("main", "aDA")).contains(ada);
    assertThat(accounts.findByEmail("main", "ADA@EXAMPLE.org")).contains(ada);
    assertThat(accounts.findByUsername("main", "bob")).isEmpty();
    assertThat(accounts.findByUsername("other", "ada")).isEmpty();
  }

  @Test
  void textThatNoDatabaseHoldsIsNotFoundAndNoFault() {
    assertThat(accounts.find("a\0b")).isEmpty();
    assertThat(accounts.findByUsername("main", "\0")).isEmpty();
    assertThat(accounts.findByExternalId(ExternalIdKind.FEISHU_OPEN_ID, "\0")).isEmpty();
    refuses(() -> accounts.logIn("main", "\0", "secret", HERE), Refusal.Unauthenticated.class);
  }

  @Test
  void aUserNameIsTakenWhateverItsCase() {
    added("ada", "secret", "user");

    refuses(() -> added("ADA", "other", "user"), Refusal.Conflict.class);
  }

  @Test
  void aUserNameWithBlanksAndAnUnknownRoleAreRefusedAndLeaveNothing() {
    refuses(() -> added("ada lovelace", "secret", "user"), Refusal.Invalid.class);
    refuses(() -> added("ada", "secret", "emperor"), Refusal.Invalid.class);

    assertThat(accounts.findByUsername("main", "ada")).isEmpty();
  }

  @Test
  void nobodyCanLogInUntilSomebodyHasAPassword() {
    assertThat(accounts.isEmpty()).isTrue();
    accounts.add(account("imported"), Optional.empty(), Set.of("user"));
    assertThat(accounts.isEmpty()).isTrue();
    added("admin", "secret", "admin");
    assertThat(accounts.isEmpty()).isFalse();
  }

  @Test
  void nameOrAddressAndPasswordLogIn() {
    Account ada = added("ada", "pässwörd 🔑", "user");

    assertThat(accounts.logIn("main", "ada", "pässwörd 🔑", HERE)).isEqualTo(ada);
    assertThat(accounts.logIn("main", "ADA@example.org", "pässwörd 🔑", HERE)).isEqualTo(ada);
  }

  @Test
  void theHashOfThePasswordLogsInAsRocketChatsClientsSendIt() {
    Account ada = added("ada", "secret", "user");
    String sha256 = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";

    assertThat(accounts.logInHashed("main", "ada", sha256, Optional.empty(), HERE)).isEqualTo(ada);
    assertThat(
            accounts.logInHashed(
                "main", "ada", sha256.toUpperCase(Locale.ROOT), Optional.empty(), HERE))
        .isEqualTo(ada);
  }

  @Test
  void wrongPasswordUnknownNameNoPasswordAndInactiveAreRefusedAlike() {
    added("ada", "secret", "user");
    Account sleeper = added("sleeper", "secret", "user");
    database.jdbi().useTransaction(handle -> accounts.setActive(handle, sleeper.id(), false));
    accounts.add(account("imported"), Optional.empty(), Set.of("user"));

    for (String name : List.of("ada", "nobody", "imported", "sleeper")) {
      String password = name.equals("ada") ? "wrong" : "secret";
      assertThatThrownBy(() -> accounts.logIn("main", name, password, HERE))
          .isInstanceOfSatisfying(
              RefusedException.class,
              e ->
                  assertThat(e.refusal())
                      .isEqualTo(new Refusal.Unauthenticated(Refusal.Credential.WRONG_SECRET)));
    }
  }

  @Test
  void tenWrongPasswordsInAMinuteThrottleTheNameFromThatAddressOnly() {
    added("ada", "secret", "user");
    for (int i = 0; i < 10; i++) {
      refuses(() -> accounts.logIn("main", "ada", "wrong", HERE), Refusal.Unauthenticated.class);
    }

    refuses(() -> accounts.logIn("main", "ADA", "secret", HERE), Refusal.Throttled.class);
    accounts.logIn("main", "ada", "secret", "192.0.2.2");
    clock.tick(Duration.ofMinutes(1));
    accounts.logIn("main", "ada", "secret", HERE);
  }

  @Test
  void rightPasswordsAreNeverThrottled() {
    Account ada = added("ada", "secret", "user");
    for (int i = 0; i < 12; i++) {
      assertThat(accounts.logIn("main", "ada", "secret", HERE)).isEqualTo(ada);
    }
  }

  @Test
  void anotherPasswordEndsTheOldOne() {
    Account ada = added("ada", "secret", "user");
    database.jdbi().useTransaction(handle -> accounts.setPassword(handle, ada.id(), "new"));

    refuses(() -> accounts.logIn("main", "ada", "secret", HERE), Refusal.Unauthenticated.class);
    assertThat(accounts.logIn("main", "ada", "new", HERE)).isEqualTo(ada);
  }

  @Test
  void whatDoesNotExistCannotBeChanged() {
    refuses(
        () -> database.jdbi().useTransaction(h -> accounts.setPassword(h, "nobody", "x")),
        Refusal.NotFound.class);
  }

  private Map<String, Account> takeIn(List<Account> newcomers) {
    return database
        .jdbi()
        .inTransaction(handle -> accounts.takeIn(handle, newcomers, Set.of("user")));
  }

  @Test
  void manyAccountsComeAtOnceAndAgainWithoutDuplicates() {
    List<Account> authors =
        IntStream.range(0, 12_000).mapToObj(i -> account("author" + i)).toList();

    assertThat(takeIn(authors)).hasSize(12_000);
    assertThat(takeIn(authors)).hasSize(12_000);
    long stored =
        database
            .jdbi()
            .withHandle(h -> h.select("SELECT count(*) FROM account").mapTo(Long.class).one());
    assertThat(stored).isEqualTo(12_000);
    assertThat(accounts.find(authors.getLast().id())).contains(authors.getLast());
    assertThat(accounts.caller(authors.getLast(), Set.of("*"), HERE).roles())
        .containsExactly("user");
  }

  @Test
  void takenUserNamesGetANumberAlsoAmongTheNewcomers() {
    added("ada", "secret", "user");
    added("ada-2", "secret", "user");
    List<Account> fresh =
        Stream.of("ADA", "bob", "Bob")
            .map(n -> new Account(Ids.random(), "main", n, n, Optional.empty(), "", true))
            .toList();
    Map<String, Account> now = takeIn(fresh);

    assertThat(fresh)
        .extracting(account -> Objects.requireNonNull(now.get(account.id())).username())
        .containsExactly("ADA-3", "bob", "Bob-2");
    Map<String, Account> found =
        database.jdbi().withHandle(handle -> accounts.find(handle, now.keySet()));
    assertThat(found).isEqualTo(now);
  }

  @Test
  void whoeverHasTheMailAddressIsThatPersonAlsoAmongTheNewcomers() {
    Account ada = added("ada", "secret", "user");
    Account again = new Account(Ids.random(), "main", "al", "Al", ada.email(), "", true);
    Account bob = account("bob");
    Account bobToo =
        new Account(Ids.random(), "main", "b", "B", Optional.of("BOB@example.org"), "", true);

    assertThat(takeIn(List.of(again, bob, bobToo)))
        .isEqualTo(Map.of(again.id(), ada, bob.id(), bob, bobToo.id(), bob));
  }

  @Test
  void anAccountThatIsNamedTwiceIsTakenInOnce() {
    Account ada = account("ada");
    assertThat(takeIn(List.of(ada, ada))).isEqualTo(Map.of(ada.id(), ada));
  }

  @Test
  void rolesCarryTheirDefaults() {
    Caller.Person admin = accounts.caller(added("root", "x", "admin"), Set.of("*"), HERE);
    Caller.Person user = accounts.caller(added("ada", "x", "user"), Set.of("*"), HERE);

    Set<String> administrators = new HashSet<>();
    for (var defaults : List.of(Permissions.DEFAULTS, Administration.DEFAULTS)) {
      defaults.forEach((permission, roles) -> {
        if (roles.contains("admin")) {
          administrators.add(permission);
        }
      });
    }
    assertThat(admin.permissions()).isEqualTo(administrators).contains(Permissions.MAIL_MESSAGES);
    assertThat(user.may(Permissions.VIEW_PUBLIC_ROOMS)).isTrue();
    assertThat(user.may(Permissions.MAIL_MESSAGES)).isFalse();
    assertThat(accounts.permissionsOf(Set.of("owner"))).contains(Administration.SET_OWNER);
    assertThat(accounts.permissionsOf(Set.of("leader"))).isEmpty();
  }

  @Test
  void grantedAndRevokedPermissionsCountAtOnceAndSurviveARestart() {
    Account ada = added("ada", "x", "user");
    accounts.grant("owner", Permissions.MAIL_MESSAGES);
    accounts.revoke("user", Permissions.VIEW_PUBLIC_ROOMS);

    for (Accounts each : List.of(accounts, new Accounts(database, clock))) {
      assertThat(each.permissionsOf(Set.of("owner"))).contains(Permissions.MAIL_MESSAGES);
      assertThat(each.caller(ada, Set.of("*"), HERE).may(Permissions.VIEW_PUBLIC_ROOMS)).isFalse();
    }
  }

  @Test
  void aRoleMustExist() {
    refuses(() -> accounts.grant("emperor", "one"), Refusal.Invalid.class);
  }

  @Test
  void rolesAreReplaced() {
    Account ada = added("ada", "x", "user");
    database.jdbi().useTransaction(h -> accounts.setRoles(h, ada.id(), Set.of("admin", "bot")));

    assertThat(accounts.caller(ada, Set.of("*"), HERE).roles())
        .containsExactlyInAnyOrder("admin", "bot");
  }
}
