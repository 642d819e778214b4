package io.roomledger.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.base.Refusal;
import io.roomledger.base.SettableClock;
import io.roomledger.db.Database;
import io.roomledger.db.TestDatabase;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AppsTest {
  private final Database database = TestDatabase.fresh();
  private final Apps apps = new Apps(database, SettableClock.at("2026-01-02T03:04:05Z"));
  private final App app = new App("demo", "main", "Demo", Set.of("a", "b"), true);

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void anAppIsFoundAndLogsInWithItsSecretOnly() {
    apps.add(app, "demo-secret");

    assertThat(apps.find("demo")).contains(app);
    assertThat(apps.logIn("demo", "demo-secret", "")).isEqualTo(app);
    Refused.with(
        new Refusal.Unauthenticated(Refusal.Credential.WRONG_SECRET),
        () -> apps.logIn("demo", "demo-secres", ""));
    Refused.with(
        new Refusal.NotFound(Refusal.Thing.APP, "other"),
        () -> apps.logIn("other", "demo-secret", ""));
    assertThat(apps.find("\0")).isEmpty();
  }

  @Test
  void anIdIsTakenOnce() {
    apps.add(app, "one");
    Refused.as(Refusal.Conflict.class, () -> apps.add(app, "two"));
    assertThat(apps.logIn("demo", "one", "")).isEqualTo(app);
  }

  @Test
  void secretsScopesAndStateChange() {
    apps.add(app, "one");
    database
        .jdbi()
        .useTransaction(handle -> {
          apps.setSecret(handle, "demo", "two");
          apps.setScopes(handle, "demo", Set.of("c"));
        });
    assertThat(apps.logIn("demo", "two", "").scopes()).containsExactly("c");
    Refused.as(Refusal.Unauthenticated.class, () -> apps.logIn("demo", "one", ""));

    database.jdbi().useTransaction(handle -> apps.setActive(handle, "demo", false));
    Refused.as(Refusal.NotFound.class, () -> apps.logIn("demo", "two", ""));
    assertThat(apps.list("main")).extracting(App::active).containsExactly(false);
    assertThat(apps.list("other")).isEmpty();
    Refused.as(
        Refusal.NotFound.class,
        () -> database.jdbi().useTransaction(h -> apps.setActive(h, "nobody", true)));
  }

  @Test
  void secretsAreLongRandomAndStoredHashedOnly() {
    String secret = Apps.randomSecret();
    apps.add(app, secret);
    String row =
        database
            .jdbi()
            .withHandle(h -> h.createQuery("SELECT app::text FROM app").mapTo(String.class).one());

    assertThat(secret).hasSize(43).isNotEqualTo(Apps.randomSecret());
    assertThat(row).contains("demo").doesNotContain(secret);
  }
}
