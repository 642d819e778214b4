package io.roomledger.delivery;

import io.roomledger.export.Exports;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * One file on its way into a bucket: at once if it is small, else in parts of which one is in
 * memory at a time. Each carries its SHA-256, the object that of the whole as {@code
 * x-amz-meta-sha256}. Nothing is seen of it before the server has all of it, and nothing stays if
 * it fails.
 */
final class BucketUpload {
  /** The usual size of a part, in bytes; S3 takes none below 5 MiB but the last. */
  static final int PART = 8 << 20;

  /** S3 takes no more parts of an object; so a part of a file beyond 78 GiB is larger. */
  private static final int MOST_PARTS = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(BucketUpload.class);

  private final S3Client client;
  private final String bucket;
  private final String key;
  private final int usual;

  /** Told how far it is. */
  interface Progress {
    /** So many bytes of so many are there. */
    void at(long done, long total);
  }

  /** One part as it is in memory. */
  private static final class Part {
    private final byte[] block;
    private final int length;

    /** So many bytes from the beginning of a block, which nobody writes to while this is sent. */
    Part(byte[] block, int length) {
      this.block = block;
      this.length = length;
    }

    /** To be sent, and sent again if the server wants it. */
    RequestBody body(String mediaType) {
      return RequestBody.fromContentProvider(
          () -> new ByteArrayInputStream(block, 0, length), length, mediaType);
    }

    /** Its SHA-256, as S3 writes it. */
    String checksum() {
      MessageDigest digest = sha256();
      digest.update(block, 0, length);
      return Base64.getEncoder().encodeToString(digest.digest());
    }
  }

  BucketUpload(S3Client client, String bucket, String key, int part) {
    this.client = client;
    this.bucket = bucket;
    this.key = key;
    this.usual = part;
  }

  /**
   * Brings the whole file.
   *
   * @throws IOException if it cannot be read, or is not what its hash says
   * @throws SdkException if the server cannot be reached or refuses it
   */
  void put(Exports.ExportFile file, Progress progress) throws IOException {
    long size = file.content().size();
    int length = Math.toIntExact(Math.max(usual, Math.ceilDiv(size, MOST_PARTS)));
    byte[] block = new byte[(int) Math.min(length, size)];
    try (InputStream in = file.content().open(0)) {
      if (size <= length) {
        small(file, block, in);
      } else {
        large(file, block, in, progress);
      }
    }
    progress.at(size, size);
  }

  private void small(Exports.ExportFile file, byte[] block, InputStream in) throws IOException {
    MessageDigest whole = sha256();
    Part part = read(in, block, block.length, whole);
    check(file, whole);
    client.putObject(
        request ->
            request
                .bucket(bucket)
                .key(key)
                .contentType(file.mediaType())
                .metadata(Map.of("sha256", file.sha256()))
                .checksumSHA256(part.checksum()),
        part.body(file.mediaType()));
  }

  private void large(Exports.ExportFile file, byte[] block, InputStream in, Progress progress)
      throws IOException {
    String upload =
        client
            .createMultipartUpload(request ->
                request
                    .bucket(bucket)
                    .key(key)
                    .contentType(file.mediaType())
                    .metadata(Map.of("sha256", file.sha256()))
                    .checksumAlgorithm(ChecksumAlgorithm.SHA256))
            .uploadId();
    boolean complete = false;
    try {
      List<CompletedPart> parts = parts(upload, file, block, in, progress);
      client.completeMultipartUpload(request ->
          request
              .bucket(bucket)
              .key(key)
              .uploadId(upload)
              .multipartUpload(all -> all.parts(parts)));
      complete = true;
    } finally {
      if (!complete) {
        abort(upload);
      }
    }
  }

  private List<CompletedPart> parts(
      String upload, Exports.ExportFile file, byte[] block, InputStream in, Progress progress)
      throws IOException {
    long size = file.content().size();
    MessageDigest whole = sha256();
    List<CompletedPart> parts = new ArrayList<>();
    for (long done = 0; done < size; ) {
      progress.at(done, size);
      Part part = read(in, block, (int) Math.min(block.length, size - done), whole);
      parts.add(send(upload, parts.size() + 1, part));
      done += part.length;
    }
    check(file, whole);
    return parts;
  }

  private CompletedPart send(String upload, int number, Part part) {
    String checksum = part.checksum();
    String tag =
        client
            .uploadPart(
                request ->
                    request
                        .bucket(bucket)
                        .key(key)
                        .uploadId(upload)
                        .partNumber(number)
                        .checksumSHA256(checksum),
                part.body("application/octet-stream"))
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(tag).checksumSHA256(checksum).build();
  }

  /** Takes away what is there of it; what stays all the same is for the bucket's own rules. */
  private void abort(String upload) {
    // an interrupted thread could not send this
    boolean interrupted = Thread.interrupted();
    try {
      client.abortMultipartUpload(request -> request.bucket(bucket).key(key).uploadId(upload));
    } catch (SdkException e) {
      LOG.warn("bucket {}: parts of {} may have stayed: {}", bucket, key, e.getMessage());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Part read(InputStream in, byte[] block, int length, MessageDigest whole)
      throws IOException {
    int read = in.readNBytes(block, 0, length);
    if (read < length) {
      throw new IOException("the file ends " + (length - read) + " bytes before its part does");
    }
    whole.update(block, 0, length);
    return new Part(block, length);
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
