package io.roomledger.delivery;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.export.Deliveries;
import io.roomledger.export.Exports;
import io.roomledger.job.Worker;
import java.io.IOException;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The bucket of the settings. A file appears there under its key as a whole or not at all; the same
 * export comes to lie under the same key however often it is brought. Of the environment, of files
 * in the home directory and of the machine's cloud nothing plays a part, only the settings.
 */
public final class BucketPlace {
  private static final Duration CONNECTING = Duration.ofSeconds(10);

  /** A server may take its time to put the parts together. */
  private static final Duration SILENCE = Duration.ofMinutes(2);

  private final BucketSettings settings;
  private final int part;

  public BucketPlace(BucketSettings settings) {
    this(settings, BucketUpload.PART);
  }

  /** What is larger than {@code part} bytes is sent in parts of so many. */
  BucketPlace(BucketSettings settings, int part) {
    this.settings = settings;
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
    if (settings.bucket().isEmpty()) {
      throw new RefusedException(
          new Refusal.Unavailable("no bucket is configured (expected: deliveries.s3.bucket)"));
    }
    String key = settings.prefix().isEmpty() ? name : settings.prefix() + "/" + name;
    try (S3Client client = client()) {
      new BucketUpload(client, settings.bucket(), key, part).put(file, progress);
    } catch (AbortedException e) {
      Thread.currentThread().interrupt();
      throw new Worker.CancelledException("interrupted");
    } catch (SdkException e) {
      throw new IOException("bucket " + settings.bucket() + ": " + said(e), e);
    }
    return "s3://" + settings.bucket() + "/" + key;
  }

  private S3Client client() {
    // the SDK adds checksums in trailers that many servers other than AWS do not know; each part
    // carries its SHA-256 instead
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(CONNECTING)
                    .socketTimeout(SILENCE)
                    .proxyConfiguration(
                        ProxyConfiguration.builder().useEnvironmentVariablesValues(false).build()))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(settings.accessKey(), settings.secretKey())))
            .region(Region.of(settings.region()))
            .forcePathStyle(settings.pathStyle())
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false))
            .overrideConfiguration(all ->
                all.retryStrategy(RetryMode.STANDARD)
                    .defaultProfileFile(ProfileFile.aggregator().build()));
    settings.address().ifPresent(builder::endpointOverride);
    return builder.build();
  }

  /** What went wrong, in one line for people. */
  private static String said(SdkException e) {
    if (e instanceof S3Exception refused && refused.awsErrorDetails() != null) {
      return "answered %d %s: %s"
          .formatted(
              refused.statusCode(),
              refused.awsErrorDetails().errorCode(),
              refused.awsErrorDetails().errorMessage());
    }
    return String.valueOf(e.getMessage());
  }
}
