package io.roomledger.delivery;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.export.Deliveries;
import io.roomledger.export.Exports;
import io.roomledger.job.Worker;
import io.roomledger.store.S3Bucket;
import io.roomledger.store.S3Target;
import io.roomledger.store.S3Trouble;
import java.io.IOException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The bucket of the settings. A file appears there under its key as a whole or not at all; the same
 * export comes to lie under the same key however often it is brought.
 */
public final class BucketPlace {
  private final S3Bucket bucket;
  private final int part;

  public BucketPlace(BucketSettings settings) {
    this(settings, S3Target.PART);
  }

  /** What is larger than {@code part} bytes is sent in parts of so many. */
  BucketPlace(BucketSettings settings, int part) {
    this.bucket = settings.place();
    this.part = part;
  }

  /**
   * Puts the file into the bucket, under a prefix below that of the settings, and answers its
   * address, {@code s3://bucket/key}.
   *
   * @throws RefusedException unavailable, if no bucket is configured
   */
  String put(Worker.Run run, Deliveries.Due due, String prefix) throws IOException {
    String name = PlainName.of(due);
    return put(prefix.isEmpty() ? name : prefix + "/" + name, due.file(), run::progress);
  }

  /** Puts the file under that key below the prefix of the settings, and answers its address. */
  String put(String name, Exports.ExportFile file, BucketUpload.Progress progress)
      throws IOException {
    if (bucket.name().isEmpty()) {
      throw new RefusedException(
          new Refusal.Unavailable("no bucket is configured (expected: deliveries.s3.bucket)"));
    }
    try (S3Client client = bucket.client()) {
      new BucketUpload(client, bucket, name, part).put(file, progress);
    } catch (AbortedException e) {
      Thread.currentThread().interrupt();
      throw new Worker.CancelledException("interrupted");
    } catch (SdkException e) {
      throw new IOException("bucket " + bucket.name() + ": " + S3Trouble.said(e), e);
    }
    return "s3://" + bucket.name() + "/" + bucket.key(name);
  }
}
