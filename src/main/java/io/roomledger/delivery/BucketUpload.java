package io.roomledger.delivery;

import io.roomledger.export.Exports;
import io.roomledger.store.S3Bucket;
import io.roomledger.store.S3Part;
import io.roomledger.store.S3Target;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * One file on its way into a bucket: at once if it is small, else in parts of which one is in
 * memory at a time. The object carries the SHA-256 of the whole as {@code x-amz-meta-sha256}.
 * Nothing is seen of it before the server has all of it, and nothing stays if it fails.
 */
final class BucketUpload {
  private final S3Client client;
  private final S3Bucket bucket;
  private final String name;
  private final int usual;

  /** Told how far it is. */
  interface Progress {
    /** So many bytes of so many are there. */
    void at(long done, long total);
  }

  BucketUpload(S3Client client, S3Bucket bucket, String name, int part) {
    this.client = client;
    this.bucket = bucket;
    this.name = name;
    this.usual = part;
  }

  /**
   * Brings the whole file.
   *
   * @throws IOException if it cannot be read, or is not what its hash says
   * @throws software.amazon.awssdk.core.exception.SdkException if the server cannot be reached or
   *     refuses it
   */
  void put(Exports.ExportFile file, Progress progress) throws IOException {
    long size = file.content().size();
    // of a file beyond 78 GiB a part is larger
    int length = Math.toIntExact(Math.max(usual, Math.ceilDiv(size, S3Target.MOST_PARTS)));
    byte[] block = new byte[(int) Math.min(length, size)];
    S3Target target =
        new S3Target(
            client,
            bucket.name(),
            bucket.key(name),
            file.mediaType(),
            Map.of("sha256", file.sha256()));
    try (InputStream in = file.content().open(0)) {
      if (size <= length) {
        MessageDigest whole = sha256();
        S3Part part = read(in, block, block.length, whole);
        check(file, whole);
        target.put(part);
      } else {
        large(file, target, block, in, progress);
      }
    }
    progress.at(size, size);
  }

  private static void large(
      Exports.ExportFile file, S3Target target, byte[] block, InputStream in, Progress progress)
      throws IOException {
    S3Target.Parts parts = target.begin();
    boolean complete = false;
    try {
      long size = file.content().size();
      MessageDigest whole = sha256();
      for (long done = 0; done < size; ) {
        progress.at(done, size);
        S3Part part = read(in, block, (int) Math.min(block.length, size - done), whole);
        parts.send(part);
        done += part.length();
      }
      check(file, whole);
      parts.complete();
      complete = true;
    } finally {
      if (!complete) {
        parts.abort();
      }
    }
  }

  private static S3Part read(InputStream in, byte[] block, int length, MessageDigest whole)
      throws IOException {
    int read = in.readNBytes(block, 0, length);
    if (read < length) {
      throw new IOException("the file ends " + (length - read) + " bytes before its part does");
    }
    whole.update(block, 0, length);
    return new S3Part(block, length);
  }

  private static void check(Exports.ExportFile file, MessageDigest whole) throws IOException {
    if (!HexFormat.of().formatHex(whole.digest()).equals(file.sha256())) {
      throw new IOException("the file is not what was exported: its SHA-256 is another");
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
