package io.roomledger.base;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** A few bytes that are made up on the way. */
public final class InMemory implements Content {
  private final byte[] bytes;

  public InMemory(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public InputStream open(long position) {
    int from = Math.toIntExact(position);
    return new ByteArrayInputStream(bytes, from, bytes.length - from);
  }
}
