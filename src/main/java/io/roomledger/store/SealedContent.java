package io.roomledger.store;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import io.roomledger.base.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/**
 * The bytes of an encrypted object, as they were before.
 *
 * @param name the object's key, to which its bytes are bound
 * @param cipher what is stored
 */
record SealedContent(String name, Content cipher, AesGcmHkdfStreaming key, long size)
    implements Content {

  /** What that is when it is decrypted. */
  static SealedContent of(String name, Content cipher, AesGcmHkdfStreaming key) throws IOException {
    try (SeekableByteChannel clear = clear(name, cipher, key)) {
      return new SealedContent(name, cipher, key, clear.size());
    }
  }

  private static SeekableByteChannel clear(String name, Content cipher, AesGcmHkdfStreaming key)
      throws IOException {
    try {
      return key.newSeekableDecryptingChannel(
          new CipherChannel(cipher, SealedStore.HEAD), name.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IOException(name + ": cannot be decrypted", e);
    }
  }

  @Override
  public InputStream open(long position) throws IOException {
    if (position < 0 || position > size) {
      throw new IllegalArgumentException(
          "position: " + position + " (expected: 0 to " + size + ")");
    }
    SeekableByteChannel clear = clear(name, cipher, key);
    return ClearStream.open(clear.position(position), size - position);
  }
}
