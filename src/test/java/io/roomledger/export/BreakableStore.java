package io.roomledger.export;

import io.roomledger.store.ObjectStore;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A store that breaks where a test wants it to. */
final class BreakableStore implements ObjectStore {
  /** Where. */
  enum Breaks {
    NOWHERE,
    AT_BEGIN,
    WHILE_WRITING,
    AT_COMMIT,
    AFTER_COMMIT
  }

  private final ObjectStore store;
  Breaks breaks = Breaks.NOWHERE;

  /** How many bytes were written to all uploads. */
  long written;

  BreakableStore(ObjectStore store) {
    this.store = store;
  }

  private void at(Breaks here) throws IOException {
    if (breaks == here) {
      throw new IOException("No space left on device");
    }
  }

  @Override
  public void tryOut() throws IOException {
    store.tryOut();
  }

  @Override
  public Upload begin(String key) throws IOException {
    at(Breaks.AT_BEGIN);
    return breakable(store.begin(key));
  }

  @Override
  public Optional<Upload> takeOver(String left, String key, long size) throws IOException {
    return store.takeOver(left, key, size).map(this::breakable);
  }

  @Override
  public int dropLeft(Set<String> wanted, Instant before) throws IOException {
    return store.dropLeft(wanted, before);
  }

  private Upload breakable(Upload upload) {
    OutputStream out =
        new FilterOutputStream(upload.stream()) {
          @Override
          public void write(byte[] bytes, int from, int length) throws IOException {
            at(Breaks.WHILE_WRITING);
            written += length;
            out.write(bytes, from, length);
          }
        };
    return new Upload() {
      @Override
      public OutputStream stream() {
        return out;
      }

      @Override
      public StoredObject commit() throws IOException {
        at(Breaks.AT_COMMIT);
        StoredObject object = upload.commit();
        at(Breaks.AFTER_COMMIT);
        return object;
      }

      @Override
      public Optional<String> keep() throws IOException {
        out.flush();
        return upload.keep();
      }

      @Override
      public InputStream kept() throws IOException {
        return upload.kept();
      }

      @Override
      public void leave() throws IOException {
        upload.leave();
      }

      @Override
      public void close() throws IOException {
        upload.close();
      }
    };
  }

  @Override
  public Optional<StoredObject> find(String key) throws IOException {
    return store.find(key);
  }

  @Override
  public void delete(String key) throws IOException {
    store.delete(key);
  }

  @Override
  public List<Entry> list(String prefix) throws IOException {
    return store.list(prefix);
  }
}
