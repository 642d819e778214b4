package io.roomledger.db;

import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** placeholder */
public final class Database implements AutoCloseable {
  private Database() {}

  public Jdbi jdbi() {
    throw new UnsupportedOperationException();
  }

  public DataSource dataSource() {
    throw new UnsupportedOperationException();
  }

  public static DataSource within(Handle handle) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
