package io.roomledger.chat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * Reads the rows of a binary {@code COPY ... TO STDOUT}, the fastest way out of PostgreSQL: no
 * object is made but what is asked for. Fields are read in their order.
 *
 * @see <a href="https://www.postgresql.org/docs/18/sql-copy.html">COPY, file formats</a>
 */
final class CopyReader implements AutoCloseable {
  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0
  };
  private static final long EPOCH_2000 = 946_684_800L;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final CopyOut copy;
  private ByteBuffer buffer = NOTHING;
  private boolean headerRead;
  private boolean inRow;
  private long rows;

  private CopyReader(CopyOut copy) {
    this.copy = copy;
  }

  /** Starts; the connection does nothing else until this is closed. */
  static CopyReader start(Connection connection, String query) throws SQLException {
    String sql = "COPY (" + query + ") TO STDOUT (FORMAT binary)";
    return new CopyReader(connection.unwrap(PGConnection.class).getCopyAPI().copyOut(sql));
  }

  /** Goes to the next row; false at the end, when as many were read as the server says it sent. */
  boolean next() throws SQLException, IOException {
    if (!filled()) {
      throw new IOException("COPY ended without its trailer");
    }
    if (!headerRead) {
      readHeader();
    }
    if (!filled()) {
      throw new IOException("COPY ended without its trailer");
    }
    int fields = buffer.getShort();
    if (fields >= 0) {
      rows++;
      return true;
    }
    while (filled()) {
      buffer = NOTHING;
    }
    if (rows != copy.getHandledRowCount()) {
      throw new IOException(
          rows + " rows came, but the database says that it sent " + copy.getHandledRowCount());
    }
    return false;
  }

  /**
   * Goes into the next field, which is a row of its own; false if it is null. Its fields come next,
   * up to {@link #leave}.
   */
  boolean enter() {
    if (buffer.getInt() < 0) {
      return false;
    }
    int _ = buffer.getInt();
    inRow = true;
    return true;
  }

  /** Goes on behind the row that was entered. */
  void leave() {
    inRow = false;
  }

  /** The length of the next field, negative for null; inside a row its type stands before it. */
  private int length() {
    if (inRow) {
      int _ = buffer.getInt();
    }
    return buffer.getInt();
  }

  /** Makes sure that there is a byte to read. A message of the server never ends inside a row. */
  private boolean filled() throws SQLException {
    while (!buffer.hasRemaining()) {
      byte[] message = copy.readFromCopy();
      if (message == null) {
        return false;
      }
      buffer = ByteBuffer.wrap(message);
    }
    return true;
  }

  private void readHeader() throws IOException {
    byte[] signature = new byte[SIGNATURE.length];
    buffer.get(signature);
    if (!Arrays.equals(signature, SIGNATURE)) {
      throw new IOException("COPY did not begin with its signature");
    }
    int flags = buffer.getInt();
    int extension = buffer.getInt();
    if ((flags & 0xffff_0000) != 0) {
      throw new IOException("COPY has flags that this program does not know: " + flags);
    }
    buffer.position(buffer.position() + extension);
    headerRead = true;
  }

  /** The next field as text. */
  @Nullable String text() {
    int length = length();
    if (length < 0) {
      return null;
    }
    int from = buffer.arrayOffset() + buffer.position();
    buffer.position(buffer.position() + length);
    return new String(buffer.array(), from, length, StandardCharsets.UTF_8);
  }

  /** The next field as text, empty if it is null. */
  String textOrEmpty() {
    String text = text();
    return text == null ? "" : text;
  }

  /** The next field as a point in time, stored as microseconds since 2000. */
  @Nullable Instant moment() {
    int length = length();
    if (length < 0) {
      return null;
    }
    long micros = buffer.getLong();
    return Instant.ofEpochSecond(
        EPOCH_2000 + Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
  }

  /** Ends the copy; if it was not read to its end, the server is told to stop. */
  @Override
  public void close() throws SQLException {
    if (copy.isActive()) {
      copy.cancelCopy();
    }
  }
}
