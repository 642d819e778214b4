package io.roomledger.store;

import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import software.amazon.awssdk.core.sync.RequestBody;

/** Bytes in memory on their way into a bucket. */
public final class S3Part {
  private final byte[] block;
  private final int length;

  /** So many bytes from the beginning of a block, which nobody writes to while this is sent. */
  public S3Part(byte[] block, int length) {
    this.block = block;
    this.length = length;
  }

  /** How many bytes. */
  public int length() {
    return length;
  }

  /** To be sent, and sent again if the server wants it. */
  RequestBody body(String mediaType) {
    return RequestBody.fromContentProvider(
        () -> new ByteArrayInputStream(block, 0, length), length, mediaType);
  }

  /** Its SHA-256, as S3 writes it. */
  String checksum() {
    return digest("SHA-256");
  }

  /** Its MD5, as S3 writes it: against what happens on the way, not against anybody. */
  String md5() {
    return digest("MD5");
  }

  private String digest(String algorithm) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      digest.update(block, 0, length);
      return Base64.getEncoder().encodeToString(digest.digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
