package io.roomledger.db;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Lends one connection to code that wants a source of them, so that it writes in the lender's
 * transaction. Closing and committing do nothing, for both are the lender's; rolling back is
 * refused, for it would undo the lender's work behind its back.
 */
final class BorrowedConnection implements DataSource {
  private final Connection connection;

  BorrowedConnection(Connection connection) {
    this.connection = connection;
  }

  @Override
  public Connection getConnection() {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, new Loan());
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException("a borrowed connection has its user already");
  }

  private final class Loan implements InvocationHandler {
    private boolean closed;

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
        throws Throwable {
      boolean plain = arguments == null || arguments.length == 0;
      switch (method.getName()) {
        case "close" -> {
          closed = true;
          return null;
        }
        case "isClosed" -> {
          return closed || connection.isClosed();
        }
        case "commit" -> {
          return null;
        }
        case "rollback" -> {
          if (plain) {
            throw new SQLException("only the lender of this connection may roll back");
          }
        }
        case "setAutoCommit" -> {
          if (!plain && arguments != null && !arguments[0].equals(connection.getAutoCommit())) {
            throw new SQLException("only the lender of this connection may change autocommit");
          }
          return null;
        }
        default -> {}
      }
      try {
        return method.invoke(connection, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause() == null ? e : e.getCause();
      }
    }
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("logs through SLF4J");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    throw new SQLException("not a " + type.getName());
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }
}
