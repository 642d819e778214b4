package io.roomledger.store;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;

/**
 * An S3 server on this machine, s3proxy on a folder, with one bucket of the name {@link #BUCKET}.
 */
public final class S3Server implements AutoCloseable {
  public static final String BUCKET = "roomledger-test";
  public static final String ACCESS_KEY = "ROOMKEY";
  public static final String SECRET_KEY = "a secret of the test";

  private final S3Proxy server;
  private final FaultyBlobs blobs;

  /** Starts it, on a free port, with its objects in that folder. */
  public S3Server(Path folder) throws Exception {
    FilesystemNio2BlobStore objects = new FilesystemNio2BlobStore(folder.toString());
    objects.createContainer(CreateBucketRequest.builder().bucket(BUCKET).build());
    blobs = new FaultyBlobs(objects);
    server =
        S3Proxy.builder()
            .blobStore(blobs)
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY, SECRET_KEY)
            .ignoreUnknownHeaders(true)
            .build();
    server.start();
  }

  /** Where it listens. */
  public int port() {
    return server.getPort();
  }

  /**
   * From now on an act (put, create, part, parts, complete, abort, get) fails so often, with that
   * status.
   */
  public void fail(String act, int times, int status) {
    blobs.fail(act, times, status, false);
  }

  /** From now on whoever does that act waits for the latch. */
  public void hold(String act, CountDownLatch latch) {
    blobs.hold(act, latch);
  }

  /** From now on an act goes well. */
  public void mend(String act) {
    blobs.mend(act);
  }

  /** The keys of all objects and unfinished uploads that lie below that prefix of the bucket. */
  public List<String> lying(String prefix) throws IOException {
    List<String> keys = new ArrayList<>();
    try (S3Store store = new S3Store(bucket(prefix))) {
      store.list("").forEach(entry -> keys.add(entry.key()));
      store
          .client()
          .listMultipartUploadsPaginator(
              request -> request.bucket(BUCKET).prefix(store.bucket().key("")))
          .uploads()
          .forEach(upload -> keys.add(upload.key() + " (unfinished)"));
    }
    return keys;
  }

  /** The next act is done, but its answer is lost. */
  public void loseAnswer(String act) {
    blobs.fail(act, 1, 500, true);
  }

  /** How often that act came. */
  public int count(String act) {
    return blobs.count(act);
  }

  /** The bucket, below that prefix. */
  public S3Bucket bucket(String prefix) {
    return bucket(port(), BUCKET, prefix, SECRET_KEY);
  }

  /** A bucket that is reached by that port, with that secret. */
  public static S3Bucket bucket(int port, String name, String prefix, String secret) {
    return new S3Bucket(
        "http://127.0.0.1:" + port,
        "us-east-1",
        name,
        prefix,
        true,
        new S3Keys(ACCESS_KEY, secret));
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
