package io.roomledger.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * An upload into a bucket: what is small goes there when it is committed, what is large in parts,
 * one of which is filled while the other is sent.
 */
final class S3Upload implements ObjectStore.Upload {
  private static final int FIRST = 1 << 14;

  private final S3Store store;
  private final String key;
  private final String mark = UUID.randomUUID().toString();
  private final S3Target target;
  private final OutputStream stream = new Sink();
  private byte[] block = new byte[FIRST];
  private byte[] spare = {};
  private int filled;
  private int handedOver;
  private long size;
  private S3Target.@Nullable Parts parts;
  private @Nullable FutureTask<?> sending;
  private boolean failed;
  private boolean ended;

  S3Upload(S3Store store, String key) {
    this.store = store;
    this.key = key;
    target = store.target(key, mark);
  }

  @Override
  public OutputStream stream() {
    return stream;
  }

  /** How large that part is: usually 8 MiB up to 8 GB, larger beyond; all 10,000 are 420 GB. */
  private static int partSize(int number) {
    int times = number <= 1_000 ? 1 : number <= 4_000 ? 2 : 8;
    return times * S3Target.PART;
  }

  @Override
  public ObjectStore.StoredObject commit() throws IOException {
    usable();
    try {
      String tag = parts == null ? whole() : joined();
      end();
      return store.object(key, size, tag);
    } catch (SdkException e) {
      failed = true;
      throw store.trouble(key + ": not stored, nothing of it is kept", e);
    } catch (IOException e) {
      failed = true;
      throw e;
    }
  }

  private String whole() throws IOException {
    size = filled;
    S3Part part = new S3Part(block, filled);
    if (!store.refusing()) {
      free();
      return target.put(part);
    }
    return unlessThere(() -> target.putNew(part));
  }

  private String joined() throws IOException {
    if (filled > 0) {
      send();
    }
    sent();
    S3Target.Parts all = begun();
    free();
    return store.refusing() ? unlessThere(all::completeNew) : all.complete();
  }

  /** An object that is there is known before all else, by servers that would replace it. */
  private void free() throws IOException {
    if (store.found(key, mark) != S3Store.Found.NONE) {
      throw there();
    }
  }

  private FileAlreadyExistsException there() {
    return new FileAlreadyExistsException(
        key, null, "the store has an object of that key and never replaces one");
  }

  /** The last step, which answers the tag of the object. */
  private interface Step {
    String done();
  }

  /** Does the last step, and looks closer when it fails: its first try may have gone well. */
  private String unlessThere(Step step) throws IOException {
    try {
      return step.done();
    } catch (S3Exception e) {
      if (e.statusCode() != 412 && e.statusCode() != 409 && e.statusCode() != 404) {
        throw e;
      }
      return switch (store.found(key, mark)) {
        case OURS -> "";
        case ANOTHER -> throw there();
        case NONE -> throw e;
      };
    }
  }

  /** Lets the block that is full be sent while the next is filled. */
  private void send() throws IOException {
    sent();
    S3Target.Parts all = begun();
    S3Part part = new S3Part(block, filled);
    FutureTask<?> task = new FutureTask<>(() -> all.send(part), part);
    Thread.ofVirtual().name("part-of-" + key).start(task);
    sending = task;
    handedOver++;
    byte[] next = spare;
    spare = block;
    block = next.length == 0 ? new byte[partSize(handedOver + 1)] : next;
    size += filled;
    filled = 0;
  }

  private S3Target.Parts begun() throws IOException {
    S3Target.Parts all = parts;
    if (all == null) {
      try {
        all = target.begin();
      } catch (SdkException e) {
        throw failed(e);
      }
      store.began(all.upload());
      parts = all;
    }
    return all;
  }

  /** Waits until nothing is being sent. */
  private void sent() throws IOException {
    FutureTask<?> task = sending;
    if (task == null) {
      return;
    }
    try {
      var _ = task.get();
      sending = null;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof SdkException refused
          ? failed(refused)
          : new IOException(key + ": not stored", e.getCause());
    } catch (InterruptedException e) {
      failed = true;
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(key + ": not stored, interrupted");
    }
  }

  private IOException failed(SdkException e) {
    failed = true;
    return store.trouble(key + ": not stored, nothing of it is kept", e);
  }

  private void usable() throws IOException {
    if (failed || ended) {
      throw new IOException(key + ": not stored, the upload has ended or failed before");
    }
  }

  private void end() {
    ended = true;
    block = new byte[0];
    spare = block;
    S3Target.Parts all = parts;
    if (all != null) {
      store.ended(all.upload());
    }
  }

  @Override
  public void close() {
    if (ended) {
      return;
    }
    end();
    FutureTask<?> task = sending;
    if (task != null) {
      task.cancel(true);
    }
    S3Target.Parts all = parts;
    if (all != null) {
      all.abort();
    }
  }

  /** Writes into the block; closing does nothing, since whoever writes does not decide the end. */
  private final class Sink extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      usable();
      int from = offset;
      int left = length;
      while (left > 0) {
        int now = Math.min(left, room(left));
        System.arraycopy(bytes, from, block, filled, now);
        filled += now;
        from += now;
        left -= now;
      }
    }

    /** Room in the block, which grows, or is sent. */
    private int room(int wanted) throws IOException {
      int most = partSize(handedOver + 1);
      if (filled == most) {
        send();
      } else if (filled == block.length) {
        int larger = (int) Math.min(most, Math.max(2L * filled, (long) filled + wanted));
        block = Arrays.copyOf(block, larger);
      }
      return block.length - filled;
    }
  }
}
