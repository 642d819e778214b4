package io.roomledger.store;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import io.roomledger.base.Content;
import io.roomledger.base.ContentChannel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/** The bytes of an encrypted object, as they were before. */
final class SealedContent implements Content {
  private final String name;
  private final Content cipher;
  private final byte[] beginning;
  private final AesGcmHkdfStreaming key;
  private final long size;

  /**
   * What that is when it is decrypted.
   *
   * @param name the object's key, to which its bytes are bound
   * @param cipher what is stored
   * @param beginning the first bytes of that
   * @param key that opens it
   */
  SealedContent(String name, Content cipher, byte[] beginning, AesGcmHkdfStreaming key)
      throws IOException {
    this.name = name;
    this.cipher = cipher;
    this.beginning = beginning;
    this.key = key;
    try (SeekableByteChannel clear = clear()) {
      size = clear.size();
    }
  }

  private SeekableByteChannel clear() throws IOException {
    try {
      return key.newSeekableDecryptingChannel(
          new ContentChannel(new CipherBody(cipher, beginning, SealedStore.HEAD)),
          name.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IOException(name + ": cannot be decrypted", e);
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public InputStream open(long position) throws IOException {
    if (position < 0 || position > size) {
      throw new IllegalArgumentException(
          "position: " + position + " (expected: 0 to " + size + ")");
    }
    return ClearStream.open(clear().position(position), size - position);
  }
}
