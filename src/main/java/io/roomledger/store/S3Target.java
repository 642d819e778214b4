package io.roomledger.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyPartResult;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

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
    return begin(true);
  }

  /** The same, where some are copied: not all servers reckon the SHA-256 of what they copy. */
  Parts beginToCopy() {
    return begin(false);
  }

  private Parts begin(boolean hashed) {
    return new Parts(
        client
            .createMultipartUpload(request ->
                request
                    .bucket(bucket)
                    .key(key)
                    .contentType(mediaType)
                    .metadata(metadata)
                    .checksumAlgorithm(hashed ? ChecksumAlgorithm.SHA256 : null))
            .uploadId(),
        hashed);
  }

  /** What was begun and is known to the server by that name, to be put together or dropped. */
  Parts begun(String upload) {
    return new Parts(upload, false);
  }

  /** The parts that are there. */
  public final class Parts {
    private final String upload;

    /** Whether they carry their SHA-256, and not their MD5. */
    private final boolean hashed;

    private final List<CompletedPart> sent = new ArrayList<>();

    private Parts(String upload, boolean hashed) {
      this.upload = upload;
      this.hashed = hashed;
    }

    /** By what the server knows them. */
    String upload() {
      return upload;
    }

    /** Sends the next one; not by two threads at once. */
    public void send(S3Part part) {
      sent.add(put(part));
    }

    /** Sends the beginning of the next one, which replaces it when it is sent. */
    void sendBeginning(S3Part part) {
      CompletedPart _ = put(part);
    }

    private CompletedPart put(S3Part part) {
      int number = sent.size() + 1;
      UploadPartRequest.Builder request =
          UploadPartRequest.builder().bucket(bucket).key(key).uploadId(upload).partNumber(number);
      CompletedPart.Builder put = CompletedPart.builder().partNumber(number);
      if (hashed) {
        String checksum = part.checksum();
        request.checksumSHA256(checksum);
        put.checksumSHA256(checksum);
      } else {
        request.contentMD5(part.md5());
      }
      RequestBody body = part.body("application/octet-stream");
      return put.eTag(client.uploadPart(request.build(), body).eTag()).build();
    }

    /**
     * Has the server copy the next one from another object of the bucket.
     *
     * @param from its key there
     * @param tag exactly which bytes it must have
     */
    void copy(String from, String tag, long begin, long end) {
      int number = sent.size() + 1;
      CopyPartResult copied =
          client
              .uploadPartCopy(request ->
                  request
                      .sourceBucket(bucket)
                      .sourceKey(from)
                      .copySourceIfMatch(tag)
                      .copySourceRange("bytes=" + begin + "-" + (end - 1))
                      .destinationBucket(bucket)
                      .destinationKey(key)
                      .uploadId(upload)
                      .partNumber(number))
              .copyPartResult();
      sent.add(CompletedPart.builder().partNumber(number).eTag(copied.eTag()).build());
    }

    /** Takes up what the server has, up to the first part that is missing; answers its size. */
    long takeUp() {
      sent.clear();
      long size = 0;
      for (Part part :
          client
              .listPartsPaginator(request -> request.bucket(bucket).key(key).uploadId(upload))
              .parts()) {
        if (part.partNumber() != sent.size() + 1) {
          break;
        }
        sent.add(
            CompletedPart.builder()
                .partNumber(part.partNumber())
                .eTag(part.eTag())
                .checksumSHA256(part.checksumSHA256())
                .build());
        size += part.size();
      }
      return size;
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
