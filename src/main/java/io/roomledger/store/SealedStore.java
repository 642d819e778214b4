package io.roomledger.store;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import io.roomledger.base.Content;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encrypts objects on their way into another store: AES-256-GCM in segments under a key of each
 * object's own (Tink's AES-GCM-HKDF streaming), bound to the object's key, so that ranges are read
 * without the rest, and what was changed, cut or put in another's place is not read at all. Before
 * it stand sixteen bytes that say so, and the id of the key; what does not begin so was stored
 * before there were keys, and is read as it is. An unfinished upload is not kept, since nothing can
 * be written behind what was encrypted in another process.
 *
 * <p>An object {@code sealed/<id>} says that a key is used, so that a server that lacks it says so
 * when it starts, and none hands out what it cannot read.
 */
final class SealedStore implements ObjectStore {
  /** What sealed objects begin with. */
  static final byte[] MAGIC = "roomledger seal\n".getBytes(StandardCharsets.UTF_8);

  static final int HEAD = MAGIC.length + SealKeys.ID;

  /** So many bytes have all that is needed to read the rest from anywhere. */
  private static final int BEGINNING = 128;

  private static final String MARKS = "sealed/";
  private static final Logger LOG = LoggerFactory.getLogger(SealedStore.class);

  private final ObjectStore store;
  private final SealKeys keys;

  /** The keys that are used there, once that is known. */
  private volatile @Nullable Set<String> used;

  private SealedStore(ObjectStore store, SealKeys keys) {
    this.store = store;
    this.keys = keys;
  }

  /**
   * That store, encrypted with the first of the keys, or as it is if there are none.
   *
   * @throws RefusedException conflict, if it has objects under a key that is not among them
   */
  static ObjectStore of(ObjectStore store, SealKeys keys) {
    SealedStore sealed = new SealedStore(store, keys);
    try {
      Set<String> _ = sealed.used();
    } catch (IOException later) {
      LOG.warn("whether files are encrypted is looked for again later: {}", later.getMessage());
    }
    return sealed;
  }

  /** The keys that are used there; all are at hand. */
  private Set<String> used() throws IOException {
    Set<String> known = used;
    if (known == null) {
      Set<String> found = new TreeSet<>();
      store.list(MARKS).forEach(mark -> found.add(mark.key().substring(MARKS.length())));
      Set<String> lacking = keys.lacking(found);
      if (!lacking.isEmpty()) {
        throw new RefusedException(
            new Refusal.Conflict(
                "store.key-file: lacks the keys "
                    + String.join(", ", lacking)
                    + " with which files of the store are encrypted"));
      }
      known = Set.copyOf(found);
      used = known;
    }
    return known;
  }

  @Override
  public Upload begin(String key) throws IOException {
    return begin(key, store::begin);
  }

  @Override
  public Upload beginBrief(String key) throws IOException {
    return begin(key, store::beginBrief);
  }

  private interface Beginning {
    Upload of(String key) throws IOException;
  }

  private Upload begin(String key, Beginning beginning) throws IOException {
    refuseMark(key);
    if (keys.isEmpty()) {
      Set<String> _ = used();
      return beginning.of(key);
    }
    mark();
    Upload upload = beginning.of(key);
    try {
      return new SealedUpload(this, upload, key, keys);
    } catch (IOException | RuntimeException e) {
      upload.close();
      throw e;
    }
  }

  /** Says that the current key is used, before anything is encrypted with it. */
  private void mark() throws IOException {
    Set<String> known = used();
    if (known.contains(keys.current())) {
      return;
    }
    try (Upload upload = store.begin(MARKS + keys.current())) {
      upload.commit();
    } catch (FileAlreadyExistsException byAnother) {
      LOG.debug("another server uses it already", byAnother);
    }
    Set<String> more = new TreeSet<>(known);
    more.add(keys.current());
    used = Set.copyOf(more);
    LOG.info("from now on files are encrypted with the key {}", keys.current());
  }

  @Override
  public Optional<Upload> takeOver(String left, String key, long size) throws IOException {
    return keys.isEmpty() ? store.takeOver(left, key, size) : Optional.empty();
  }

  @Override
  public int dropLeft(Set<String> wanted, Instant before) throws IOException {
    return store.dropLeft(wanted, before);
  }

  @Override
  public Optional<StoredObject> find(String key) throws IOException {
    if (key.startsWith(MARKS)) {
      return Optional.empty();
    }
    Optional<StoredObject> found = store.find(key);
    return found.isPresent() && !used().isEmpty() ? Optional.of(opened(found.get())) : found;
  }

  /** The object as it was before it was encrypted, if it was. */
  StoredObject opened(StoredObject object) throws IOException {
    Content content = object.content();
    byte[] head = content.first(BEGINNING);
    if (head.length < HEAD || !Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      return object;
    }
    String id = HexFormat.of().formatHex(head, MAGIC.length, HEAD);
    AesGcmHkdfStreaming key =
        keys.of(id)
            .orElseThrow(() ->
                new IOException(
                    object.key()
                        + ": is encrypted with the key "
                        + id
                        + ", which store.key-file lacks"));
    return new StoredObject(object.key(), new SealedContent(object.key(), content, head, key));
  }

  @Override
  public void delete(String key) throws IOException {
    refuseMark(key);
    store.delete(key);
  }

  private static void refuseMark(String key) {
    if (key.startsWith(MARKS)) {
      throw new IllegalArgumentException("key: " + key + " (expected: none of the store's own)");
    }
  }

  @Override
  public List<Entry> list(String prefix) throws IOException {
    return store.list(prefix).stream().filter(it -> !it.key().startsWith(MARKS)).toList();
  }

  @Override
  public void tryOut() throws IOException {
    store.tryOut();
  }
}
