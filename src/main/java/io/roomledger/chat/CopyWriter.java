package io.roomledger.chat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Writes the rows of a binary {@code COPY ... FROM STDIN}, the fastest way into PostgreSQL. Fields
 * are written in their order.
 *
 * @see <a href="https://www.postgresql.org/docs/18/sql-copy.html">COPY, file formats</a>
 */
final class CopyWriter implements AutoCloseable {
  private static final byte[] HEADER = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };
  private static final Instant EPOCH_2000 = Instant.parse("2000-01-01T00:00:00Z");
  private static final int CHUNK = 64 * 1024;

  private final CopyIn copy;
  private final int fields;
  private ByteBuffer buffer = ByteBuffer.allocate(CHUNK * 2);

  private CopyWriter(CopyIn copy, int fields) {
    this.copy = copy;
    this.fields = fields;
    buffer.put(HEADER);
  }

  /** Starts to write into {@code columns} of {@code table}, one after the other. */
  static CopyWriter start(Connection connection, String table, String columns) throws SQLException {
    String sql = "COPY " + table + " (" + columns + ") FROM STDIN (FORMAT binary)";
    CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
    return new CopyWriter(copy, columns.split(",", -1).length);
  }

  /** Begins a row. */
  void row() throws SQLException {
    if (buffer.position() >= CHUNK) {
      send();
    }
    room(2).putShort((short) fields);
  }

  /** PostgreSQL holds no zero character; the one for "cannot be shown" stands in its place. */
  void text(@Nullable String text) {
    if (text == null) {
      room(4).putInt(-1);
      return;
    }
    byte[] bytes = text.replace('\0', '\ufffd').getBytes(StandardCharsets.UTF_8);
    room(4 + bytes.length).putInt(bytes.length).put(bytes);
  }

  void number(long value) {
    room(12).putInt(8).putLong(value);
  }

  void flag(boolean value) {
    room(5).putInt(1).put((byte) (value ? 1 : 0));
  }

  void moment(@Nullable Instant at) {
    if (at == null) {
      room(4).putInt(-1);
    } else {
      number(ChronoUnit.MICROS.between(EPOCH_2000, at));
    }
  }

  /** Ends the copy and answers how many rows there were. */
  long finish() throws SQLException {
    room(2).putShort((short) -1);
    send();
    return copy.endCopy();
  }

  private void send() throws SQLException {
    copy.writeToCopy(buffer.array(), 0, buffer.position());
    buffer.clear();
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      ByteBuffer larger =
          ByteBuffer.allocate(Math.max(buffer.capacity() * 2, buffer.position() + bytes));
      larger.put(buffer.flip());
      buffer = larger;
    }
    return buffer;
  }

  /** Whatever was not finished is dropped. */
  @Override
  public void close() throws SQLException {
    if (copy.isActive()) {
      copy.cancelCopy();
    }
  }
}
