package io.roomledger.seal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Says in one word of ours what a library throws when a chunk was changed or is missing. */
final class Unsealing extends FilterInputStream {
  Unsealing(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    try {
      return super.read();
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    try {
      return super.read(into, from, length);
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  private static SealException damaged(IOException e) {
    return new SealException("it is damaged or cut short", e);
  }
}
