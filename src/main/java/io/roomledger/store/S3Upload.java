package io.roomledger.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * An upload into a bucket: what is small goes there when it is committed, what is large in parts,
 * one of which is filled while the other is sent. Where it is kept, the beginning of the part that
 * is being filled is sent, and replaced when that is full: so all parts but the last have the sizes
 * that some servers want, however often it is kept and gone on with.
 *
 * <p>One that goes on with another is an upload of its own, into which the server copies what the
 * other has left; see {@link S3Left}.
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
  private @Nullable FutureTask<?> copying;
  private @Nullable S3Heritage heritage;
  private int marks;
  private boolean failed;
  private boolean refused;
  private boolean ended;

  S3Upload(S3Store store, String key) {
    this.store = store;
    this.key = key;
    target = store.target(key, mark);
  }

  /** Goes on behind what is left of another. */
  static S3Upload after(S3Left left, S3Content kept, String key) throws IOException {
    S3Upload upload = new S3Upload(left.store(), key);
    upload.heritage = new S3Heritage(left, kept);
    try {
      upload.inherit(upload.heritage);
      return upload;
    } catch (IOException | RuntimeException e) {
      upload.leave();
      throw e;
    }
  }

  /** What fills parts is copied meanwhile, the rest is where it would be. */
  private void inherit(S3Heritage from) throws IOException {
    int count = 0;
    long whole = 0;
    while (from.size() - whole >= partSize(count + 1)) {
      count++;
      whole += partSize(count);
    }
    if (from.size() > whole) {
      block = from.read(whole, from.size());
      filled = block.length;
    }
    if (count > 0) {
      int parts = count;
      S3Target.Parts all = begun();
      begin(() -> copy(from, all, parts));
      copying = sending;
    }
    handedOver = count;
    size = whole;
  }

  private static void copy(S3Heritage from, S3Target.Parts all, int parts) throws IOException {
    long at = 0;
    for (int number = 1; number <= parts; number++) {
      from.bring(all, at, at + partSize(number));
      at += partSize(number);
    }
  }

  @Override
  public OutputStream stream() {
    return stream;
  }

  @Override
  public InputStream kept() throws IOException {
    S3Heritage from = heritage;
    return from == null ? InputStream.nullInputStream() : from.open();
  }

  @Override
  public Optional<String> keep() throws IOException {
    usable();
    if (copying != null && !copying.isDone()) {
      return Optional.empty();
    }
    sent();
    S3Target.Parts all = begun();
    if (filled > 0) {
      S3Part beginning = new S3Part(block, filled);
      begin(() -> all.sendBeginning(beginning));
      sent();
    }
    if (marks > 0) {
      // the name that was answered before is known to whoever goes on with this
      disinherit();
    }
    marks++;
    return Optional.of(new S3Left(store, key, all.upload()).name());
  }

  private void disinherit() {
    S3Heritage from = heritage;
    if (from != null) {
      heritage = null;
      from.drop();
    }
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
      disinherit();
      return store.object(key, size, tag);
    } catch (SdkException e) {
      failed = true;
      refused = e instanceof S3Exception no && (no.statusCode() == 400 || no.statusCode() == 404);
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
    if (store.found(key, mark, size) != S3Store.Found.NONE) {
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
      return switch (store.found(key, mark, size)) {
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
    begin(() -> all.send(part));
    handedOver++;
    byte[] next = spare;
    spare = block;
    block = next.length == 0 ? new byte[partSize(handedOver + 1)] : next;
    size += filled;
    filled = 0;
  }

  /** What is done while the next block is filled. */
  private interface Act {
    void done() throws IOException;
  }

  private void begin(Act act) {
    FutureTask<?> task =
        new FutureTask<>(() -> {
          act.done();
          return act;
        });
    Thread.ofVirtual().name("part-of-" + key).start(task);
    sending = task;
  }

  private S3Target.Parts begun() throws IOException {
    S3Target.Parts all = parts;
    if (all == null) {
      try {
        all = heritage == null ? target.begin() : target.beginToCopy();
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

  /** What the server will not put together is of no use to anybody. */
  @Override
  public void leave() {
    if (refused || (marks == 0 && heritage == null)) {
      close();
    } else if (!ended) {
      stop();
      if (marks == 0) {
        abort();
      }
    }
  }

  @Override
  public void close() {
    if (!ended) {
      stop();
      abort();
      disinherit();
    }
  }

  private void stop() {
    end();
    FutureTask<?> task = sending;
    if (task != null) {
      task.cancel(true);
    }
  }

  private void abort() {
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
