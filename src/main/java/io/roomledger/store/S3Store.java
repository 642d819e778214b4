package io.roomledger.store;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Keeps objects in a bucket, below a prefix that belongs to this store alone. Any number of
 * processes may use the same one. An upload goes there in parts as it is written; what is left of
 * one that was not finished can be gone on with, see {@link S3Left}.
 */
public final class S3Store implements ObjectStore, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(S3Store.class);

  /** What names begin with that are no keys. */
  private static final String TRY = ".try/";

  /** How long a small question may take; readiness is asked every few seconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final Duration TRYING = Duration.ofSeconds(2);

  /**
   * A part is sent when its bytes are there, so an upload may be quiet for long while somebody
   * writes to it, on another machine perhaps.
   */
  private static final Duration QUIET = Duration.ofHours(6);

  private static final String UPLOAD = "upload";

  private final S3Bucket bucket;
  private final S3Links links;
  private final @Nullable BlockCache cache;
  private final S3Client client;

  /** Uploads under way in this process, by the server's ids. */
  private final Set<String> mine = ConcurrentHashMap.newKeySet();

  /** Whether the server refuses to replace an object when it is asked to; nothing until tried. */
  private volatile @Nullable Boolean refusing;

  /** The objects of that bucket, without links and without anything kept on this machine. */
  public S3Store(S3Bucket bucket) {
    this(bucket, S3Links.none(), null);
  }

  S3Store(S3Bucket bucket, S3Links links, @Nullable BlockCache cache) {
    this.bucket = bucket;
    this.links = links;
    this.cache = cache;
    client = bucket.client();
  }

  @Override
  public Upload begin(String key) {
    return new S3Upload(this, Keys.check(key));
  }

  /** Answers nothing, too, if it is to become an object under the key that it was begun with. */
  @Override
  public Optional<Upload> takeOver(String left, String key, long size) throws IOException {
    Keys.check(key);
    Optional<S3Left> found =
        S3Left.named(this, left).filter(it -> !mine.contains(it.upload()) && !it.key().equals(key));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Optional<S3Content> kept =
        size == 0
            ? Optional.of(new S3Content(this, found.get().key(), 0, ""))
            : found.get().together(size);
    return kept.isPresent()
        ? Optional.of(S3Upload.after(found.get(), kept.get(), key))
        : Optional.empty();
  }

  @Override
  public Optional<StoredObject> find(String key) throws IOException {
    Keys.check(key);
    try {
      return head(key).map(head -> object(key, head.contentLength(), head.eTag()));
    } catch (SdkException e) {
      throw trouble(key, e);
    }
  }

  StoredObject object(String key, long size, String tag) {
    return new StoredObject(key, new S3Content(this, key, size, tag));
  }

  /** The first bytes of the object, if there is one that has so many. */
  Optional<S3Content> beginning(String key, long size) {
    return head(key)
        .filter(head -> head.contentLength() >= size)
        .map(head -> new S3Content(this, key, size, head.eTag()));
  }

  /** What is said of the object, if there is one. */
  private Optional<HeadObjectResponse> head(String key) {
    try {
      return Optional.of(
          client.headObject(request ->
              request
                  .bucket(bucket.name())
                  .key(bucket.key(key))
                  .overrideConfiguration(call -> call.apiCallTimeout(PATIENCE))));
    } catch (NoSuchKeyException none) {
      // the answer to a HEAD does not tell whether it is the bucket that is missing
      client.headBucket(request ->
          request
              .bucket(bucket.name())
              .overrideConfiguration(call -> call.apiCallTimeout(PATIENCE)));
      return Optional.empty();
    }
  }

  @Override
  public void delete(String key) throws IOException {
    Keys.check(key);
    BlockCache kept = cache;
    if (kept != null) {
      kept.drop(key);
    }
    try {
      client.deleteObject(request ->
          request
              .bucket(bucket.name())
              .key(bucket.key(key))
              .overrideConfiguration(call -> call.apiCallTimeout(PATIENCE)));
    } catch (SdkException e) {
      throw trouble(key + ": not deleted", e);
    }
  }

  @Override
  public List<Entry> list(String prefix) throws IOException {
    Keys.checkPrefix(prefix);
    int before = bucket.key("").length();
    List<Entry> entries = new ArrayList<>();
    try {
      client
          .listObjectsV2Paginator(
              request -> request.bucket(bucket.name()).prefix(bucket.key(prefix)))
          .contents()
          .forEach(it -> {
            String key = it.key().substring(before);
            if (Keys.is(key)) {
              entries.add(new Entry(key, it.size(), it.lastModified()));
            }
          });
      return entries;
    } catch (SdkException e) {
      throw trouble("a listing", e);
    }
  }

  @Override
  public void tryOut() throws IOException {
    S3Target target = target(TRY + UUID.randomUUID(), "try");
    try {
      client.putObject(
          request ->
              request
                  .bucket(target.bucket())
                  .key(target.key())
                  .overrideConfiguration(call -> call.apiCallTimeout(TRYING)),
          new S3Part(new byte[1], 1).body(target.mediaType()));
      client.deleteObject(request ->
          request
              .bucket(target.bucket())
              .key(target.key())
              .overrideConfiguration(call -> call.apiCallTimeout(TRYING)));
    } catch (SdkException e) {
      throw trouble("cannot be written", e);
    }
  }

  @Override
  public int dropLeft(Set<String> wanted, Instant before) throws IOException {
    Instant since = before.minus(QUIET);
    int dropped = 0;
    try {
      for (MultipartUpload upload :
          client
              .listMultipartUploadsPaginator(
                  request -> request.bucket(bucket.name()).prefix(bucket.key("")))
              .uploads()) {
        boolean left = !mine.contains(upload.uploadId()) && !wanted.contains(name(upload));
        dropped += left && droppedIfQuiet(upload, since) ? 1 : 0;
      }
      return dropped;
    } catch (SdkException e) {
      throw trouble("uploads that were left behind", e);
    }
  }

  private String name(MultipartUpload upload) {
    String key = upload.key().substring(bucket.key("").length());
    return new S3Left(this, key, upload.uploadId()).name();
  }

  /** One that is gone meanwhile, by whomever, must not keep the others from being removed. */
  private boolean droppedIfQuiet(MultipartUpload upload, Instant since) {
    try {
      if (!quiet(upload, since)) {
        return false;
      }
      client.abortMultipartUpload(
          request -> request.bucket(bucket.name()).key(upload.key()).uploadId(upload.uploadId()));
      LOG.info("removed the parts of {}, an upload that was left behind", upload.key());
      return true;
    } catch (NoSuchUploadException gone) {
      LOG.debug("{}: its parts were gone already", upload.key(), gone);
      return false;
    }
  }

  /** Whether nothing of it came since. */
  private boolean quiet(MultipartUpload upload, Instant since) {
    return upload.initiated().isBefore(since)
        && client
            .listPartsPaginator(request ->
                request.bucket(bucket.name()).key(upload.key()).uploadId(upload.uploadId()))
            .parts()
            .stream()
            .map(Part::lastModified)
            .allMatch(at -> at.isBefore(since));
  }

  /** Where the object of that key comes to lie, marked so that its maker knows it. */
  S3Target target(String key, String mark) {
    return new S3Target(
        client, bucket.name(), bucket.key(key), "application/octet-stream", Map.of(UPLOAD, mark));
  }

  /** That upload is under way here. */
  void began(String upload) {
    mine.add(upload);
  }

  /** It is no more. */
  void ended(String upload) {
    mine.remove(upload);
  }

  /** Whether there is an object of that key, and whether it has that mark and size. */
  Found found(String key, String mark, long size) {
    return head(key)
        .map(head ->
            mark.equals(head.metadata().get(UPLOAD)) && head.contentLength() == size
                ? Found.OURS
                : Found.ANOTHER)
        .orElse(Found.NONE);
  }

  /** What is under a key. */
  enum Found {
    NONE,
    OURS,
    ANOTHER
  }

  /** Whether the server refuses to replace an object when it is asked to. */
  boolean refusing() {
    Boolean known = refusing;
    if (known == null) {
      known = triedRefusing();
      refusing = known;
      if (!known) {
        LOG.warn(
            "bucket {}: its server knows no If-None-Match, so each file is looked for before it"
                + " is put; two at once under one key could replace each other",
            bucket.name());
      }
    }
    return known;
  }

  private boolean triedRefusing() {
    S3Target target = target(TRY + UUID.randomUUID(), "try");
    S3Part part = new S3Part(new byte[1], 1);
    try {
      target.put(part);
      target.putNew(part);
      return false;
    } catch (S3Exception e) {
      if (e.statusCode() == 412 || e.statusCode() == 501) {
        return e.statusCode() == 412;
      }
      throw e;
    } finally {
      client.deleteObject(request -> request.bucket(target.bucket()).key(target.key()));
    }
  }

  S3Client client() {
    return client;
  }

  S3Bucket bucket() {
    return bucket;
  }

  S3Links links() {
    return links;
  }

  Optional<BlockCache> cache() {
    return Optional.ofNullable(cache);
  }

  IOException trouble(String what, SdkException e) {
    return S3Trouble.of(bucket.name(), what, e);
  }

  /** Its name for people. */
  @Override
  public String toString() {
    return "s3://" + bucket.name() + "/" + Objects.requireNonNull(bucket.prefix());
  }

  @Override
  public void close() {
    client.close();
  }
}
