package io.roomledger.db;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TestDatabaseTest {
  private record Pair(int number, String word) {}

  @Test
  void everyFreshDatabaseIsEmptyAndItsOwn() {
    try (Database one = TestDatabase.fresh();
        Database two = TestDatabase.fresh()) {
      one.jdbi().useHandle(h -> h.execute("CREATE TABLE only_in_one (id int)"));
      assertThat(tables(one)).isEqualTo(1);
      assertThat(tables(two)).isZero();
      assertThat(one.ready()).isTrue();
      assertThat(one.attached()).isFalse();
    }
  }

  @Test
  void rowsBecomeRecordsWithoutRegistration() {
    try (Database database = TestDatabase.fresh()) {
      Pair pair =
          database
              .jdbi()
              .withHandle(
                  h -> h.createQuery("SELECT 7 AS number, 'x' AS word").mapTo(Pair.class).one());
      assertThat(pair).isEqualTo(new Pair(7, "x"));
    }
  }

  private static int tables(Database database) {
    return database
        .jdbi()
        .withHandle(h ->
            h.createQuery("SELECT count(*) FROM pg_tables WHERE tablename = 'only_in_one'")
                .mapTo(Integer.class)
                .one());
  }
}
