package io.roomledger.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.base.Ids;
import io.roomledger.base.Refusal;
import io.roomledger.base.SettableClock;
import io.roomledger.db.Database;
import io.roomledger.db.TestDatabase;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExternalIdsTest {
  private static final Map<ExternalIdKind, String> FORMS =
      Map.of(
          ExternalIdKind.FEISHU_OPEN_ID, "ou_[0-9a-f]{32}",
          ExternalIdKind.FEISHU_UNION_ID, "on_[0-9a-f]{32}",
          ExternalIdKind.FEISHU_USER_ID, "[0-9a-f]{8}",
          ExternalIdKind.DINGTALK_UNION_ID, "[0-9A-Za-z]{22}iEiE",
          ExternalIdKind.DINGTALK_USER_ID, "[1-9][0-9]{17}");

  private final Database database = TestDatabase.fresh();
  private final Accounts accounts =
      new Accounts(database, SettableClock.at("2026-01-02T03:04:05Z"));

  @AfterEach
  void close() {
    database.close();
  }

  private List<String> accounts(int count) {
    List<Account> many =
        IntStream.range(0, count)
            .mapToObj(
                i -> new Account(Ids.random(), "main", "u" + i, "U", Optional.empty(), "", true))
            .toList();
    database.jdbi().useTransaction(handle -> accounts.takeIn(handle, many, Set.of()));
    return many.stream().map(Account::id).toList();
  }

  private Map<String, String> ids(ExternalIdKind kind, Collection<String> of) {
    return database.jdbi().inTransaction(handle -> accounts.externalIds(handle, kind, of));
  }

  @Test
  void everyVendorsFormIsKeptAndLeadsBack() {
    String account = accounts(1).getFirst();
    for (ExternalIdKind kind : ExternalIdKind.values()) {
      String id = Objects.requireNonNull(ids(kind, List.of(account)).get(account));
      assertThat(id).matches(FORMS.get(kind));
      assertThat(accounts.findByExternalId(kind, id)).map(Account::id).contains(account);
      assertThat(ids(kind, List.of(account))).isEqualTo(Map.of(account, id));
    }
    assertThat(accounts.findByExternalId(ExternalIdKind.FEISHU_USER_ID, "00000000")).isEmpty();
  }

  @Test
  void idsOfThousandsDifferAndStayAndUnknownAccountsHaveNone() {
    List<String> many = accounts(20_000);
    Set<String> asked = new HashSet<>(many);
    asked.add("nobody");
    Map<String, String> first = ids(ExternalIdKind.FEISHU_USER_ID, asked);

    assertThat(first.keySet()).isEqualTo(new HashSet<>(many));
    assertThat(new HashSet<>(first.values())).hasSize(20_000);
    assertThat(ids(ExternalIdKind.FEISHU_USER_ID, asked)).isEqualTo(first);
  }

  @Test
  void aReadOnlySnapshotGetsIdsToo() {
    List<String> many = accounts(3);
    Map<String, String> made =
        database
            .jdbi()
            .inTransaction(
                TransactionIsolationLevel.REPEATABLE_READ,
                handle -> {
                  handle.execute("SET TRANSACTION READ ONLY");
                  return accounts.externalIds(handle, ExternalIdKind.FEISHU_OPEN_ID, many);
                });

    assertThat(made).hasSize(3).isEqualTo(ids(ExternalIdKind.FEISHU_OPEN_ID, many));
  }

  @Test
  void anAccountOfTheSameTransactionGetsItsId() {
    Account fresh = new Account(Ids.random(), "main", "new", "New", Optional.empty(), "", true);
    Map<String, String> made =
        database
            .jdbi()
            .inTransaction(handle -> {
              accounts.add(handle, fresh, Optional.empty(), Set.of());
              return accounts.externalIds(
                  handle, ExternalIdKind.DINGTALK_UNION_ID, List.of(fresh.id()));
            });

    assertThat(made).containsOnlyKeys(fresh.id());
  }

  @Test
  void thoseWhoAskAtOnceGetTheSame() throws Exception {
    List<String> many = accounts(200);
    List<Callable<Map<String, String>>> asked =
        IntStream.range(0, 8)
            .<Callable<Map<String, String>>>mapToObj(
                i -> () -> ids(ExternalIdKind.FEISHU_OPEN_ID, many))
            .toList();
    Set<Map<String, String>> given = new HashSet<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Map<String, String>> each : threads.invokeAll(asked)) {
        given.add(each.get());
      }
    }
    assertThat(given).hasSize(1);
    assertThat(given.iterator().next()).hasSize(200);
  }

  @Test
  void aParticularIdReplacesTheMintedOneAndBelongsToOneOnly() {
    List<String> two = accounts(2);
    ids(ExternalIdKind.DINGTALK_UNION_ID, two);
    String particular = "WFBkgJvtABCDtSaA1jK4sgiEiE";
    accounts.setExternalId(two.getFirst(), ExternalIdKind.DINGTALK_UNION_ID, particular);
    accounts.setExternalId(two.getFirst(), ExternalIdKind.DINGTALK_UNION_ID, particular);

    Map<String, String> now = ids(ExternalIdKind.DINGTALK_UNION_ID, two);
    assertThat(now).containsEntry(two.getFirst(), particular);
    assertThat(now.values().stream().collect(Collectors.toSet())).hasSize(2);
    Refused.as(
        Refusal.Conflict.class,
        () -> accounts.setExternalId(two.getLast(), ExternalIdKind.DINGTALK_UNION_ID, particular));
    Refused.as(
        Refusal.NotFound.class,
        () -> accounts.setExternalId("nobody", ExternalIdKind.DINGTALK_UNION_ID, "x"));
  }
}
