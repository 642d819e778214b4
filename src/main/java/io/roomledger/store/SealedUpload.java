package io.roomledger.store;

import io.roomledger.base.LeftOpen;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;

/** An upload whose bytes are encrypted on their way. */
final class SealedUpload implements ObjectStore.Upload {
  private final SealedStore store;
  private final ObjectStore.Upload upload;
  private final OutputStream cipher;
  private final OutputStream stream;

  SealedUpload(SealedStore store, ObjectStore.Upload upload, String key, SealKeys keys)
      throws IOException {
    this.store = store;
    this.upload = upload;
    String id = keys.current();
    upload.stream().write(SealedStore.MAGIC);
    upload.stream().write(HexFormat.of().parseHex(id));
    try {
      cipher =
          keys.of(id)
              .orElseThrow()
              .newEncryptingStream(upload.stream(), key.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IOException(key + ": cannot be encrypted", e);
    }
    // whoever writes does not decide the end
    stream = new LeftOpen(cipher);
  }

  @Override
  public OutputStream stream() {
    return stream;
  }

  @Override
  public ObjectStore.StoredObject commit() throws IOException {
    // the last segment says that it is the last; closing again does nothing
    cipher.close();
    return store.opened(upload.commit());
  }

  @Override
  public void close() throws IOException {
    upload.close();
  }
}
