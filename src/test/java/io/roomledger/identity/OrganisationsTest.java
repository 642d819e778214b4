package io.roomledger.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.SettableClock;
import io.roomledger.db.Database;
import io.roomledger.db.TestDatabase;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OrganisationsTest {
  private static final Clock CLOCK = SettableClock.atNoon();

  private static final List<String> WRITTEN = new ArrayList<>();

  private static Database database;
  private static Organisations organisations;

  @BeforeAll
  static void open() {
    database = TestDatabase.fresh();
    organisations =
        new Organisations(
            database,
            (transaction, caller, action, subject, details) ->
                WRITTEN.add(caller.key() + " " + action + " " + subject));
  }

  @AfterAll
  static void close() {
    database.close();
  }

  private static void add(String id, String name) {
    organisations.add(new Caller.Operator("main"), new Organisation(id, name));
  }

  @Test
  void oneIsAlwaysThereAndMoreCanBeAdded() {
    add("ding8f2b", "Far");
    assertThat(organisations.list())
        .contains(new Organisation("main", "Main"), new Organisation("ding8f2b", "Far"));
    assertThat(organisations.find("ding8f2b")).contains(new Organisation("ding8f2b", "Far"));
    assertThat(organisations.find("nowhere")).isEmpty();
    assertThat(organisations.find("no\0where")).isEmpty();
    assertThat(WRITTEN).contains("operator organisation.added organisation:ding8f2b");
  }

  @Test
  void anotherNameKeepsTheId() {
    add("renamed", "Before");
    WRITTEN.clear();
    organisations.rename(new Caller.Operator("main"), new Organisation("renamed", "After"));
    assertThat(organisations.find("renamed")).contains(new Organisation("renamed", "After"));
    assertThat(WRITTEN).containsExactly("operator organisation.named organisation:renamed");
    assertThatThrownBy(() ->
            organisations.rename(new Caller.Operator("main"), new Organisation("nowhere", "After")))
        .hasMessageContaining("nowhere");
    assertThatThrownBy(() ->
            organisations.rename(new Caller.Operator("main"), new Organisation("renamed", "\0")))
        .hasMessageContaining("a name for people");
  }

  @Test
  void anIdIsTakenOnceAndIsSafeInAnAddress() {
    assertThatThrownBy(() -> add("main", "Again")).hasMessageContaining("the id is taken");
    assertThatThrownBy(() -> add("a/b", "x")).hasMessageContaining("letters, digits");
    assertThatThrownBy(() -> add("fine", " ")).hasMessageContaining("a name for people");
  }

  @Test
  void whatIsRememberedOfIdsEndsWithAChangeHere() {
    Accounts accounts = new Accounts(database, CLOCK);
    Account ada =
        new Account("adaAdaAdaAdaAdaAd", "main", "ada", "Ada", Optional.empty(), "", true);
    accounts.add(ada, Optional.empty(), Set.of("user"));
    ExternalIdKind kind = ExternalIdKind.DINGTALK_UNION_ID;
    assertThat(accounts.named(kind, "x")).isEmpty();
    String minted = accounts.externalId(kind, ada.id()).orElseThrow();
    assertThat(accounts.named(kind, minted)).contains(new Named(ada.id(), "main"));
    accounts.setExternalId(ada.id(), kind, "x");
    assertThat(accounts.externalId(kind, ada.id())).contains("x");
    assertThat(accounts.named(kind, minted)).isEmpty();
    database.jdbi().useTransaction(handle -> accounts.setActive(handle, ada.id(), false));
    assertThat(accounts.named(kind, "x")).isEmpty();
    assertThat(accounts.externalId(kind, "nobody")).isEmpty();
  }
}
