package io.roomledger.store;

import io.roomledger.base.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps objects under keys such as {@code exports/7111325589855797267/2}. A key is segments of
 * {@code [A-Za-z0-9._-]} that do not begin with a dot, joined by slashes; no key is the folder of
 * another. An object is invisible until its upload is committed and never changes afterwards.
 */
public interface ObjectStore {
  /**
   * Starts an upload. Closing it without {@link Upload#commit} leaves nothing behind.
   *
   * @throws IllegalArgumentException if {@code key} is none
   */
  Upload begin(String key) throws IOException;

  /**
   * The same, of something that is soon deleted and can be made again: nobody waits until it is on
   * the disk, so a crash of the machine may lose it or leave less of it.
   */
  default Upload beginBrief(String key) throws IOException {
    return begin(key);
  }

  /**
   * Goes on with an upload that its process left behind, after the bytes that are known to be safe;
   * what was written behind them is dropped. Who still writes to it, in a process that was thought
   * to be gone, keeps it, or can write to it no more: there are never two.
   *
   * <p>An upload that was committed is not left. A bucket cannot tell it from one that is: so this
   * is asked only by who knows that nobody names the object.
   *
   * @param left its name, from {@link Upload#keep}
   * @param key under which it becomes an object; another than it was begun with
   * @param size how many of its bytes are wanted
   * @return nothing if somebody still writes to it, if it is gone or shorter, or if this store
   *     keeps nothing of uploads that were not committed
   */
  default Optional<Upload> takeOver(String left, String key, long size) throws IOException {
    return Optional.empty();
  }

  /**
   * Drops uploads that were left behind: to which nobody writes, and nobody has since {@code
   * before}.
   *
   * @param wanted the names of those that somebody will take over
   * @return how many were dropped
   */
  default int dropLeft(Set<String> wanted, Instant before) throws IOException {
    return 0;
  }

  /** The object under {@code key}, if it was committed. */
  Optional<StoredObject> find(String key) throws IOException;

  /** Removes the object; nothing happens when there is none. */
  void delete(String key) throws IOException;

  /** The committed objects whose key begins with {@code prefix}, for sweeping. */
  List<Entry> list(String prefix) throws IOException;

  /**
   * Tries whether something can be written and read here now; leaves nothing behind.
   *
   * @throws IOException if not, saying why
   */
  void tryOut() throws IOException;

  /** An upload under way. */
  interface Upload extends AutoCloseable {
    /** Where the bytes go; buffered. Closing it only flushes it. */
    OutputStream stream();

    /**
     * Makes the object visible, durably and at once.
     *
     * @throws java.nio.file.FileAlreadyExistsException if there is an object under that key; it
     *     stays as it is
     */
    StoredObject commit() throws IOException;

    /**
     * Makes sure that a crash leaves what was written so far. Who asks this a second time has
     * written down the name that it got.
     *
     * @return the name by which {@link ObjectStore#takeOver} finds it; empty if that cannot be said
     *     now, or if this store keeps nothing of uploads that were not committed
     */
    default Optional<String> keep() throws IOException {
      return Optional.empty();
    }

    /** What was there when this was taken over. */
    default InputStream kept() throws IOException {
      return InputStream.nullInputStream();
    }

    /** Ends the upload as a crash would: what was kept can be taken over. */
    default void leave() throws IOException {
      close();
    }

    /** Ends the upload; without a commit everything written is dropped. */
    @Override
    void close() throws IOException;
  }

  /**
   * A committed object.
   *
   * @param key where it is
   * @param content its bytes
   */
  record StoredObject(String key, Content content) {}

  /**
   * What a listing says of an object.
   *
   * @param key where it is
   * @param size how many bytes it takes there; encrypted a few more than it has
   * @param storedAt when it was committed
   */
  record Entry(String key, long size, Instant storedAt) {}
}
