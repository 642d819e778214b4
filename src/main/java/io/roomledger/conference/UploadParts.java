package io.roomledger.conference;

import io.roomledger.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Takes bytes from a wire into the store, part by part, so that what came before a wire broke is
 * kept. A part is known once its row is written.
 */
final class UploadParts {
  /** What a crash of this server can lose at most. */
  private static final int LARGEST = 16 << 20;

  private static final int BUFFER = 1 << 16;

  private final ObjectStore store;
  private final UUID upload;
  private final long limit;
  private long at;
  private boolean ended;

  /**
   * Bytes for an upload.
   *
   * @param from where they begin in it
   * @param limit where they end at the latest
   */
  UploadParts(ObjectStore store, UUID upload, long from, long limit) {
    this.store = store;
    this.upload = upload;
    this.at = from;
    this.limit = limit;
  }

  /** The folder in the store with everything that belongs to an upload. */
  static String folder(UUID upload) {
    return "uploads/" + upload + "/";
  }

  /**
   * Takes what comes, until it ends in whatever way, and has each part written down.
   *
   * @return false, if a part was not taken because others came first
   */
  boolean take(InputStream bytes, Predicate<List<PartsContent.Part>> writer) throws IOException {
    while (true) {
      Optional<PartsContent.Part> part = next(bytes, Optional.empty());
      if (part.isEmpty()) {
        return true;
      }
      if (!writer.test(List.of(part.get()))) {
        store.delete(part.get().key());
        return false;
      }
    }
  }

  /**
   * Takes all that comes, and has it written down at once if its digest is right; else, or if it
   * breaks off, nothing of it is kept.
   */
  Checked takeChecked(
      InputStream bytes,
      MessageDigest digest,
      byte[] wanted,
      Predicate<List<PartsContent.Part>> writer)
      throws IOException {
    List<PartsContent.Part> parts = new ArrayList<>();
    boolean kept = false;
    try {
      for (Optional<PartsContent.Part> part = next(bytes, Optional.of(digest));
          part.isPresent();
          part = next(bytes, Optional.of(digest))) {
        parts.add(part.get());
      }
      if (!MessageDigest.isEqual(digest.digest(), wanted)) {
        return Checked.WRONG;
      }
      kept = parts.isEmpty() || writer.test(parts);
      return kept ? Checked.RIGHT : Checked.LATE;
    } finally {
      if (!kept) {
        for (PartsContent.Part part : parts) {
          store.delete(part.key());
        }
      }
    }
  }

  /** What came of bytes with a digest. */
  enum Checked {
    RIGHT,
    WRONG,
    LATE
  }

  /** A part of what comes; nothing, if nothing more comes. */
  private Optional<PartsContent.Part> next(InputStream bytes, Optional<MessageDigest> digest)
      throws IOException {
    long room = Math.min(LARGEST, limit - at);
    if (ended || room == 0) {
      return Optional.empty();
    }
    String key = folder(upload) + at + "-" + UUID.randomUUID();
    try (ObjectStore.Upload part = store.begin(key)) {
      long size = copy(bytes, part.stream(), room, digest);
      if (size == 0) {
        return Optional.empty();
      }
      part.commit();
      PartsContent.Part taken = new PartsContent.Part(at, size, key);
      at += size;
      return Optional.of(taken);
    }
  }

  private long copy(InputStream from, OutputStream to, long room, Optional<MessageDigest> digest)
      throws IOException {
    byte[] buffer = new byte[BUFFER];
    long size = 0;
    while (size < room) {
      int read = read(from, buffer, (int) Math.min(buffer.length, room - size));
      if (read < 0) {
        ended = true;
        break;
      }
      int count = read;
      digest.ifPresent(d -> d.update(buffer, 0, count));
      to.write(buffer, 0, read);
      size += read;
    }
    return size;
  }

  /** A wire that breaks is an end like any other; a store that breaks is not. */
  private static int read(InputStream from, byte[] buffer, int most) {
    try {
      return from.read(buffer, 0, most);
    } catch (IOException broken) {
      return -1;
    }
  }
}
