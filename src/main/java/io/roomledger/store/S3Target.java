package io.roomledger.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * What is to become an object of a bucket, at once or in parts. Each part carries its SHA-256;
 * nothing is seen of the object before the server has all of it. All methods throw {@link
 * SdkException}.
 *
 * @param client of the server
 * @param bucket its name
 * @param key under which it comes to lie
 * @param mediaType what it is said to be
 * @param metadata what else is said of it
 */
public record S3Target(
    S3Client client, String bucket, String key, String mediaType, Map<String, String> metadata) {
  /** The usual size of a part, in bytes; S3 takes none below 5 MiB but the last. */
  public static final int PART = 8 << 20;

  /** S3 takes no more parts of an object. */
  public static final int MOST_PARTS = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(S3Target.class);

  /** Puts it there at once, over what is there, and answers its tag. */
  public String put(S3Part whole) {
    return client.putObject(request(whole).build(), whole.body(mediaType)).eTag();
  }

  /** The same, unless something is there: then it fails with 412, if the server knows that. */
  String putNew(S3Part whole) {
    return client.putObject(request(whole).ifNoneMatch("*").build(), whole.body(mediaType)).eTag();
  }

  private PutObjectRequest.Builder request(S3Part whole) {
    return PutObjectRequest.builder()
        .bucket(bucket)
        .key(key)
        .contentType(mediaType)
        .metadata(metadata)
        .checksumSHA256(whole.checksum());
  }

  /** Begins to bring it in parts. */
  public Parts begin() {
    return new Parts(
        client
            .createMultipartUpload(request ->
                request
                    .bucket(bucket)
                    .key(key)
                    .contentType(mediaType)
                    .metadata(metadata)
                    .checksumAlgorithm(ChecksumAlgorithm.SHA256))
            .uploadId());
  }

  /** The parts that are there. */
  public final class Parts {
    private final String upload;
    private final List<CompletedPart> sent = new ArrayList<>();

    private Parts(String upload) {
      this.upload = upload;
    }

    /** By what the server knows them. */
    String upload() {
      return upload;
    }

    /** Sends the next one; not by two threads at once. */
    public void send(S3Part part) {
      String checksum = part.checksum();
      int number = sent.size() + 1;
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
      sent.add(
          CompletedPart.builder().partNumber(number).eTag(tag).checksumSHA256(checksum).build());
    }

    /** Makes them the object, over what is there, and answers its tag. */
    public String complete() {
      return client
          .completeMultipartUpload(request ->
              request
                  .bucket(bucket)
                  .key(key)
                  .uploadId(upload)
                  .multipartUpload(all -> all.parts(sent)))
          .eTag();
    }

    /** The same, unless something is there: then it fails with 412, if the server knows that. */
    String completeNew() {
      return client
          .completeMultipartUpload(request ->
              request
                  .bucket(bucket)
                  .key(key)
                  .uploadId(upload)
                  .ifNoneMatch("*")
                  .multipartUpload(all -> all.parts(sent)))
          .eTag();
    }

    /** Takes away what is there of it; what stays all the same is for the sweep or the bucket. */
    public void abort() {
      // an interrupted thread could not send this
      boolean interrupted = Thread.interrupted();
      try {
        client.abortMultipartUpload(request -> request.bucket(bucket).key(key).uploadId(upload));
      } catch (NoSuchUploadException gone) {
        // a first try whose answer was lost went well
        LOG.debug("bucket {}: no parts of {} were there", bucket, key, gone);
      } catch (SdkException e) {
        LOG.warn("bucket {}: parts of {} may have stayed: {}", bucket, key, e.getMessage());
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }
}
