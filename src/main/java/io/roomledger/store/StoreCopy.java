package io.roomledger.store;

import io.roomledger.base.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Copies all objects of a store into another. Each is read again there and compared by size and
 * SHA-256; what is there already is compared and not copied, so what broke off is gone on with by
 * doing the same again. Objects never change, so both stores may be in use meanwhile. The one that
 * is copied from stays as it is.
 */
public final class StoreCopy {
  private static final int BUFFER = 1 << 18;

  private final ObjectStore from;
  private final ObjectStore to;
  private final boolean bySize;

  /** Told how far it is. */
  public interface Progress {
    /** So many objects of so many are done. */
    void at(long done, long total);
  }

  /**
   * What came of it.
   *
   * @param copied how many objects were copied
   * @param bytes how many bytes those have
   * @param same how many were there already, and are the same
   * @param gone how many were deleted while it went on
   * @param differing the keys under which the other store has something else; nothing was done
   * @param others the keys that only the other store has
   */
  public record Outcome(
      long copied, long bytes, long same, long gone, List<String> differing, List<String> others) {}

  /**
   * A copy that was not begun.
   *
   * @param bySize whether what is there already is taken for the same when its size is
   */
  public StoreCopy(ObjectStore from, ObjectStore to, boolean bySize) {
    this.from = from;
    this.to = to;
    this.bySize = bySize;
  }

  /**
   * Copies all there is.
   *
   * @throws IOException if one of the stores fails, or an object there is not what was written;
   *     what was copied until then stays
   */
  public Outcome run(Progress progress) throws IOException {
    List<ObjectStore.Entry> all = from.list("");
    Set<String> keys = new HashSet<>();
    List<String> differing = new ArrayList<>();
    long copied = 0;
    long bytes = 0;
    long same = 0;
    long gone = 0;
    for (ObjectStore.Entry entry : all) {
      String key = entry.key();
      keys.add(key);
      Optional<ObjectStore.StoredObject> here = from.find(key);
      Optional<ObjectStore.StoredObject> there = to.find(key);
      if (here.isEmpty()) {
        gone++;
      } else if (there.isEmpty()) {
        copy(key, here.get().content());
        copied++;
        bytes += here.get().content().size();
      } else if (equal(here.get().content(), there.get().content())) {
        same++;
      } else {
        differing.add(key);
      }
      progress.at(keys.size(), all.size());
    }
    List<String> others =
        to.list("").stream().map(ObjectStore.Entry::key).filter(it -> !keys.contains(it)).toList();
    return new Outcome(copied, bytes, same, gone, differing, others);
  }

  private void copy(String key, Content content) throws IOException {
    MessageDigest read = sha256();
    try (InputStream in = content.open(0);
        ObjectStore.Upload upload = to.begin(key)) {
      new DigestInputStream(in, read).transferTo(upload.stream());
      upload.commit();
    } catch (FileAlreadyExistsException meanwhile) {
      // somebody else copies too; what is there is compared
      read = hash(content);
    }
    Content there = to.find(key).orElseThrow(() -> new IOException(key + ": is gone")).content();
    if (there.size() != content.size()
        || !MessageDigest.isEqual(read.digest(), hash(there).digest())) {
      throw new IOException(key + ": what was written there is not what is read back");
    }
  }

  private boolean equal(Content here, Content there) throws IOException {
    return here.size() == there.size()
        && (bySize || MessageDigest.isEqual(hash(here).digest(), hash(there).digest()));
  }

  private static MessageDigest hash(Content content) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = content.open(0)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return digest;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
