package io.roomledger.export;

import io.roomledger.base.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Copies attachments into a package. What cannot be read becomes a gap; what cannot be written
 * fails the attempt.
 */
final class Attaching {
  private final byte[] buffer = new byte[64 * 1024];

  /**
   * Copies one.
   *
   * @param sign called now and then, to notice a cancellation
   * @return what is missing of it, if anything
   */
  Optional<Item.Gap> copy(Item.Attachment attachment, ExportPackage pack, Runnable sign)
      throws IOException {
    long size = attachment.content().size();
    if (pack.has(attachment.path(), size)) {
      return Optional.empty();
    }
    try (Reading in = new Reading(attachment.content())) {
      int length = in.read(buffer);
      if (length == 0 && (size > 0 || in.failure != null)) {
        return Optional.of(gap(attachment, in.reason("it is empty")));
      }
      OutputStream out = pack.attachment(attachment.path(), attachment.mediaType());
      long copied = 0;
      while (length > 0) {
        out.write(buffer, 0, length);
        copied += length;
        sign.run();
        length = in.read(buffer);
      }
      if (in.failure != null || copied != size) {
        String extent = "only the first " + copied + " of " + size + " bytes are here: ";
        return Optional.of(gap(attachment, extent + in.reason("the size is wrong")));
      }
      return Optional.empty();
    }
  }

  private static Item.Gap gap(Item.Attachment attachment, String reason) {
    return new Item.Gap(attachment.id(), "file " + attachment.path(), reason);
  }

  /** Tells failures to read from failures to write: it keeps them instead of throwing. */
  private static final class Reading implements AutoCloseable {
    private @Nullable InputStream in;
    private @Nullable Exception failure;

    Reading(Content content) {
      try {
        in = content.open(0);
      } catch (IOException | RuntimeException e) {
        failure = e;
      }
    }

    /** How many bytes were read; 0 at the end and after a failure. */
    int read(byte[] into) {
      if (in == null || failure != null) {
        return 0;
      }
      try {
        return Math.max(0, in.read(into, 0, into.length));
      } catch (IOException | RuntimeException e) {
        failure = e;
        return 0;
      }
    }

    String reason(String otherwise) {
      if (failure == null) {
        return otherwise;
      }
      String message = failure.getMessage();
      return "it cannot be read" + (message == null ? "" : ": " + message);
    }

    @Override
    public void close() {
      try {
        if (in != null) {
          in.close();
        }
      } catch (IOException e) {
        // everything that was wanted has been read, or the failure is known
        failure = e;
      }
    }
  }
}
