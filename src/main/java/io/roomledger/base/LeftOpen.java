package io.roomledger.base;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** A stream for who writes a part of something: closing it does not end the whole. */
public final class LeftOpen extends FilterOutputStream {
  /** Into that stream, which somebody else closes. */
  public LeftOpen(OutputStream out) {
    super(out);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
  }

  @Override
  public void close() throws IOException {
    flush();
  }
}
