package io.roomledger.store;

import io.roomledger.base.Content;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** Counts how many objects are open at once, and how many bytes are asked for at once. */
public final class CountingStore implements ObjectStore {
  private final ObjectStore store;
  private int open;
  private int mostOpen;
  private int mostRead;

  public CountingStore(ObjectStore store) {
    this.store = store;
  }

  public synchronized int mostOpen() {
    return mostOpen;
  }

  public synchronized int mostRead() {
    return mostRead;
  }

  private synchronized void opened(int change) {
    open += change;
    mostOpen = Math.max(mostOpen, open);
  }

  private synchronized void asked(int bytes) {
    mostRead = Math.max(mostRead, bytes);
  }

  @Override
  public void tryOut() throws IOException {
    store.tryOut();
  }

  @Override
  public Optional<StoredObject> find(String key) throws IOException {
    return store.find(key).map(object -> new StoredObject(key, new Counted(object.content())));
  }

  private final class Counted implements Content {
    private final Content content;

    Counted(Content content) {
      this.content = content;
    }

    @Override
    public long size() {
      return content.size();
    }

    @Override
    public InputStream open(long position) throws IOException {
      InputStream in = content.open(position);
      opened(1);
      return new FilterInputStream(in) {
        @Override
        public int read(byte[] into, int from, int length) throws IOException {
          asked(length);
          return super.read(into, from, length);
        }

        @Override
        public void close() throws IOException {
          opened(-1);
          super.close();
        }
      };
    }
  }

  @Override
  public Upload begin(String key) throws IOException {
    return store.begin(key);
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
