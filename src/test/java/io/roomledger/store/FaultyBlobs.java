package io.roomledger.store;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** What a server keeps, and how it fails when a test wants it to. */
final class FaultyBlobs extends ForwardingBlobStore {
  /** What s3proxy's names begin with of its own files beside an upload in parts. */
  private static final String STUB = ".s3proxy-mpu-stub-";

  private final Map<String, Fault> faults = new ConcurrentHashMap<>();
  private final Map<String, Integer> acts = new ConcurrentHashMap<>();
  private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();

  /** How often an act fails yet, with which status, and whether it was done all the same. */
  private record Fault(int times, int status, boolean done) {}

  FaultyBlobs(BlobStore blobs) {
    super(blobs);
  }

  void fail(String act, int times, int status, boolean done) {
    faults.put(act, new Fault(times, status, done));
  }

  void mend(String act) {
    faults.remove(act);
  }

  int count(String act) {
    return acts.getOrDefault(act, 0);
  }

  private void pass(String name) {
    CountDownLatch latch = held.get(name);
    if (latch != null) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** From now on whoever does that act waits until the latch is open. */
  void hold(String act, CountDownLatch latch) {
    held.put(act, latch);
  }

  private interface Act<T> {
    T done();
  }

  private <T> T act(String name, Act<T> act) {
    acts.merge(name, 1, Integer::sum);
    pass(name);
    Fault fault = faults.get(name);
    if (fault == null) {
      return act.done();
    }
    if (fault.done()) {
      T _ = act.done();
    }
    if (fault.times() == 1) {
      faults.remove(name);
    } else {
      faults.put(name, new Fault(fault.times() - 1, fault.status(), fault.done()));
    }
    throw S3Exceptions.fromStatusCode(fault.status());
  }

  /**
   * But what the server writes down of uploads in parts: half of one would be nobody's to abort.
   */
  @Override
  public PutObjectResponse putBlob(PutObjectRequest request, InputStream payload) {
    return request.key().startsWith(STUB)
        ? super.putBlob(request, payload)
        : act("put", () -> super.putBlob(request, payload));
  }

  @Override
  public MultipartUpload initiateMultipartUpload(CreateMultipartUploadRequest request) {
    return act("create", () -> super.initiateMultipartUpload(request));
  }

  @Override
  public void abortMultipartUpload(MultipartUpload upload) {
    boolean _ =
        act(
            "abort",
            () -> {
              super.abortMultipartUpload(upload);
              return true;
            });
  }

  @Override
  public UploadPartResponse uploadMultipartPart(
      MultipartUpload upload, UploadPartRequest request, InputStream payload) {
    return act("part", () -> super.uploadMultipartPart(upload, request, payload));
  }

  /** Asked for a list of the parts, and before they are put together. */
  @Override
  public List<Part> listMultipartUpload(MultipartUpload upload) {
    return act("parts", () -> super.listMultipartUpload(upload));
  }

  @Override
  public CompleteMultipartUploadResponse completeMultipartUpload(
      MultipartUpload upload, CompleteMultipartUploadRequest request) {
    return act("complete", () -> super.completeMultipartUpload(upload, request));
  }

  @Override
  public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
    return act("get", () -> super.getBlob(request));
  }
}
