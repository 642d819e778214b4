package io.roomledger.store;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An upload into a file of its own, which becomes the object by getting a second name. */
final class FileUpload implements ObjectStore.Upload {
  private static final int BUFFER = 1 << 16;

  private final FileStore store;
  private final String key;
  private final Path file;
  private final FileChannel channel;
  private final Bytes bytes;
  private final OutputStream stream = new BufferedOutputStream(new Sink(), BUFFER);
  private boolean failed;
  private boolean ended;

  /**
   * What it writes to.
   *
   * @param channel open, behind the bytes that are there
   * @param held whether others can see that somebody writes to it
   * @param kept how many bytes were there
   * @param forced whether a commit waits until they are on the disk
   */
  record Bytes(FileChannel channel, boolean held, long kept, boolean forced) {}

  FileUpload(FileStore store, String key, Path file, Bytes bytes) {
    this.store = store;
    this.key = key;
    this.file = file;
    this.bytes = bytes;
    this.channel = bytes.channel();
  }

  @Override
  public OutputStream stream() {
    return stream;
  }

  @Override
  public ObjectStore.StoredObject commit() throws IOException {
    if (ended || failed) {
      throw new IOException(key + ": not stored, the upload has ended or failed before");
    }
    try {
      stream.flush();
      if (bytes.forced()) {
        channel.force(true);
      }
      ObjectStore.StoredObject stored = store.publish(file, key, bytes.forced());
      end();
      return stored;
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException e) {
      throw explained(e);
    }
  }

  @Override
  public Optional<String> keep() throws IOException {
    if (!bytes.held()) {
      return Optional.empty();
    }
    stream.flush();
    channel.force(true);
    return Optional.of(String.valueOf(file.getFileName()));
  }

  @Override
  public InputStream kept() {
    // not through a second channel: closing that would end the lock of this one
    return FileContent.beginning(channel, bytes.kept());
  }

  @Override
  public void leave() throws IOException {
    if (!ended) {
      end();
    }
  }

  private void end() throws IOException {
    ended = true;
    try {
      channel.close();
    } finally {
      store.ended(file);
    }
  }

  @Override
  public void close() throws IOException {
    if (!ended) {
      end();
      Files.deleteIfExists(file);
    }
  }

  /** Says what to do if the disk is full; in any case nothing of the upload is kept. */
  private IOException explained(IOException e) {
    failed = true;
    String what =
        FullDisk.caused(e)
            ? "the disk that holds "
                + store.incoming().getParent()
                + " is full; free some space"
                + " there, then try again"
            : message(e);
    return new IOException(key + ": not stored, nothing of it is kept: " + what, e);
  }

  private static String message(IOException e) {
    @Nullable String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  /** Writes to the file; closing does nothing, since whoever writes does not decide the end. */
  private final class Sink extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (failed || ended) {
        throw new IOException(key + ": the upload has ended or failed before");
      }
      try {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
      } catch (IOException e) {
        throw explained(e);
      }
    }
  }
}
