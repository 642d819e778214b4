package io.roomledger.export;

import io.roomledger.job.Worker;
import io.roomledger.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The upload of one attempt at a package. Every now and then it makes sure of what is written and
 * says so in the database, so that the attempt after a crash goes on from there; and it begins
 * where the attempt before it left off.
 */
final class PackageUpload implements ZipStream.Marks, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PackageUpload.class);

  /**
   * What it writes between two times that it makes sure takes so many times as long as that, also
   * where the way to the store is slow.
   */
  private static final int RARELY = 10;

  private final Exports.House house;
  private final Worker.Run run;
  private final ObjectStore.Upload upload;
  private final HashedStream stream;
  private final KeptZip kept;
  private final long pauseNanos;
  private long marked = System.nanoTime();
  private long dueNanos;
  private boolean safe;
  private boolean committed;

  private PackageUpload(
      Exports.House house, Worker.Run run, ObjectStore.Upload upload, From from, Duration pause) {
    this.house = house;
    this.run = run;
    this.upload = upload;
    this.kept = from.kept();
    this.safe = kept.size() > 0;
    this.stream = new HashedStream(upload.stream(), from.hash(), kept.size());
    this.pauseNanos = pause.toNanos();
    this.dueNanos = pauseNanos;
  }

  /** Where it begins. */
  private record From(KeptZip kept, MessageDigest hash) {}

  /** Begins from nothing. */
  static PackageUpload anew(Exports.House house, Worker.Run run, String key, Duration pause)
      throws IOException {
    KeptZip nothing = KeptZip.none(house.clock().instant());
    return new PackageUpload(
        house, run, house.store().begin(key), new From(nothing, Sha256.begin()), pause);
  }

  /**
   * Begins where {@code left} ends.
   *
   * @throws KeptZip.ChangedException if that is gone, damaged or still written to
   */
  static PackageUpload after(
      PartRows.Part left, Exports.House house, Worker.Run run, String key, Duration pause)
      throws IOException {
    ObjectStore.Upload upload =
        house
            .store()
            .takeOver(left.upload(), key, left.zip().size())
            .orElseThrow(() ->
                new KeptZip.ChangedException("the file of the earlier attempt cannot be had"));
    try {
      MessageDigest hash = hash(upload, run);
      if (!Sha256.hex(hash).equals(left.sha256())) {
        throw new KeptZip.ChangedException("the file of the earlier attempt is damaged");
      }
      return new PackageUpload(house, run, upload, new From(left.zip(), hash), pause);
    } catch (KeptZip.ChangedException damaged) {
      upload.close();
      throw damaged;
    } catch (IOException | RuntimeException e) {
      upload.leave();
      throw e;
    }
  }

  /** Removes what an attempt left that nobody goes on with. */
  static void discard(PartRows.Part left, ObjectStore store) {
    try {
      Optional<ObjectStore.Upload> upload = store.takeOver(left.upload(), "unwanted", 0);
      if (upload.isPresent()) {
        upload.get().close();
      }
    } catch (IOException | RuntimeException e) {
      LOG.info("{}: left to the sweep ({})", left.upload(), e.getMessage());
    }
  }

  /** What was kept is read once: it must be what was written, and the file's hash goes on. */
  private static MessageDigest hash(ObjectStore.Upload upload, Worker.Run run) throws IOException {
    MessageDigest hash = Sha256.begin();
    byte[] block = new byte[256 * 1024];
    try (InputStream in = upload.kept()) {
      int length = in.read(block);
      while (length > 0) {
        hash.update(block, 0, length);
        run.progress(0, -1);
        length = in.read(block);
      }
    }
    return hash;
  }

  HashedStream stream() {
    return stream;
  }

  KeptZip kept() {
    return kept;
  }

  @Override
  public boolean due() {
    return System.nanoTime() - marked >= dueNanos;
  }

  @Override
  public void reached(long size, List<KeptEntry> ended, Optional<KeptEntry> open)
      throws IOException {
    if (size != stream.size()) {
      throw new IllegalStateException("the zip has " + size + " bytes, not " + stream.size());
    }
    long began = System.nanoTime();
    Optional<String> name = upload.keep();
    if (name.isPresent()) {
      KeptZip zip = new KeptZip(kept.stamp(), size, ended, open);
      PartRows.Part part = new PartRows.Part(name.get(), stream.sha256(), zip);
      house
          .database()
          .jdbi()
          .useTransaction(handle -> {
            run.safe(size);
            PartRows.add(handle, run.id(), part);
          });
      safe = true;
    }
    marked = System.nanoTime();
    dueNanos = Math.max(pauseNanos, RARELY * (marked - began));
    LOG.debug(
        "export {}: {} bytes are safe, which took {} ms",
        run.id(),
        size,
        TimeUnit.NANOSECONDS.toMillis(marked - began));
  }

  /** Makes it visible. */
  void commit() throws IOException {
    upload.commit();
    committed = true;
  }

  /** Drops it, and what was safe of it. */
  void drop() throws IOException {
    house.database().jdbi().useHandle(handle -> PartRows.forget(handle, run.id()));
    safe = false;
    close();
  }

  /** Unless it was committed, leaves what is safe to the next attempt. */
  @Override
  public void close() throws IOException {
    if (safe && !committed) {
      upload.leave();
    } else {
      upload.close();
    }
  }
}
