package io.roomledger.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** That there always is a piece for what comes next. */
class PartitionsTest {
  private final Database database = TestDatabase.fresh();
  private final Partitions partitions = new Partitions(database);

  @AfterEach
  void closeDatabase() {
    database.close();
  }

  @Test
  void theAuditLogHasItsNextPartitionHalfAMillionRowsAhead() {
    partitions.prepare();
    assertThat(parts("audit")).containsExactly("audit_earlier -1000001", "audit_later 1000001-");
    auditRow(500_001);
    partitions.prepare();
    partitions.prepare();
    assertThat(parts("audit"))
        .containsExactly(
            "audit_earlier -1000001", "audit_1000001 1000001-2000001", "audit_later 2000001-");
    // nobody looked for long
    auditRow(3_999_999);
    partitions.prepare();
    assertThat(parts("audit"))
        .endsWith(
            "audit_2000001 2000001-4000001",
            "audit_4000001 4000001-5000001",
            "audit_later 5000001-");
    assertThat(count("audit_2000001")).isEqualTo(1);
    assertThat(count("audit")).isEqualTo(2);
  }

  @Test
  void aTableThatSomebodyReadsIsLeftUntilTheNextTime() {
    auditRow(500_001);
    try (Handle reader = database.jdbi().open()) {
      reader.begin();
      reader.execute("LOCK TABLE audit IN ACCESS SHARE MODE");
      partitions.prepare();
      assertThat(parts("audit")).hasSize(2);
      reader.commit();
    }
    partitions.prepare();
    assertThat(parts("audit")).hasSize(3);
  }

  private void auditRow(long id) {
    database
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                """
                INSERT INTO audit SELECT ?, now(), 'main', 'operator', 'local', 'a', 'b', '{}',
                                         sha256('x'), sha256('y')
                """,
                id));
  }

  private List<String> parts(String table) {
    return database
        .jdbi()
        .withHandle(handle ->
            Partitions.of(handle, table).stream()
                .map(it -> it.name() + " " + it.from().orElse("") + "-" + it.to().orElse(""))
                .toList());
  }

  private long count(String table) {
    return database
        .jdbi()
        .withHandle(
            handle -> handle.createQuery("SELECT count(*) FROM " + table).mapTo(Long.class).one());
  }
}
