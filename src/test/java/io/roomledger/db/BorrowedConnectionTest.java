package io.roomledger.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BorrowedConnectionTest {
  private final Database database = TestDatabase.fresh();

  @BeforeEach
  void makeTable() {
    database.jdbi().useHandle(h -> h.execute("CREATE TABLE note (word text UNIQUE)"));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void whatTheBorrowerWritesEndsWithTheLendersTransaction() throws SQLException {
    database
        .jdbi()
        .useHandle(handle -> {
          handle.begin();
          borrowAndWrite(handle, "undone");
          handle.rollback();
          handle.begin();
          borrowAndWrite(handle, "kept");
          handle.commit();
        });
    assertThat(words()).isEqualTo("kept");
  }

  @Test
  void theBorrowerCannotUndoTheLendersWork() throws SQLException {
    database
        .jdbi()
        .useTransaction(handle -> {
          Connection loan = Database.within(handle).getConnection();
          assertThatThrownBy(loan::rollback).isInstanceOf(SQLException.class);
          assertThatThrownBy(() -> loan.setAutoCommit(true)).isInstanceOf(SQLException.class);
          loan.setAutoCommit(false);
          Savepoint before = loan.setSavepoint();
          borrowAndWrite(handle, "undone");
          loan.rollback(before);
          borrowAndWrite(handle, "kept");
        });
    assertThat(words()).isEqualTo("kept");
  }

  @Test
  void aClosedLoanIsClosedAndTheLenderGoesOn() throws SQLException {
    database
        .jdbi()
        .useHandle(handle -> {
          Connection loan = Database.within(handle).getConnection();
          loan.close();
          assertThat(loan.isClosed()).isTrue();
          assertThat(handle.isClosed()).isFalse();
          assertThat(handle.execute("INSERT INTO note VALUES ('on')")).isEqualTo(1);
        });
  }

  @Test
  void theDriversOwnExceptionsReachTheBorrower() throws SQLException {
    database
        .jdbi()
        .useHandle(handle -> {
          borrowAndWrite(handle, "same");
          assertThatThrownBy(() -> borrowAndWrite(handle, "same"))
              .isInstanceOf(SQLException.class)
              .hasMessageContaining("duplicate key");
        });
  }

  private static void borrowAndWrite(Handle handle, String word) throws SQLException {
    try (Connection loan = Database.within(handle).getConnection();
        Statement statement = loan.createStatement()) {
      statement.execute("INSERT INTO note VALUES (" + Sql.literal(word) + ")");
      loan.commit();
    }
  }

  private String words() {
    return database
        .jdbi()
        .withHandle(
            h -> h.createQuery("SELECT string_agg(word, ',') FROM note").mapTo(String.class).one());
  }
}
