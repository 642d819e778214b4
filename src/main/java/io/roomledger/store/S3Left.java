package io.roomledger.store;

import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * What is left of an upload into a bucket. Nobody can read the parts of one that was not finished;
 * so they are put together as they are, under the key that the upload was begun with. From then on
 * they are an object that can be read and copied from, and whoever still writes to the upload is
 * refused by the server. It goes when its heir no longer needs it.
 *
 * @param key with which the upload was begun
 * @param upload by what the server knows it
 */
record S3Left(S3Store store, String key, String upload) {
  private static final Logger LOG = LoggerFactory.getLogger(S3Left.class);

  /** If a part comes once more just then, what was listed of it cannot be put together. */
  private static final int TRIES = 3;

  /** The one that {@link #name} names; empty if that is the name of something else. */
  static Optional<S3Left> named(S3Store store, String name) {
    int end = name.indexOf(' ');
    return end > 0 && Keys.is(name.substring(0, end))
        ? Optional.of(new S3Left(store, name.substring(0, end), name.substring(end + 1)))
        : Optional.empty();
  }

  /** By what others find it. */
  String name() {
    return key + " " + upload;
  }

  /**
   * Makes its first bytes readable, and nobody can add to them any more.
   *
   * @return these bytes; empty if fewer are there, or if the server does not do this
   */
  Optional<S3Content> together(long size) throws IOException {
    try {
      for (int tries = 1; ; tries++) {
        S3Target.Parts parts = parts();
        // fewer are there also where an heir before this one has put it together: not all say 404
        if (parts.takeUp() < size || completed(parts, tries)) {
          return store.beginning(key, size);
        }
      }
    } catch (S3Exception e) {
      if (e.statusCode() == 404) {
        // an heir before this one has put it together
        return found(size);
      }
      if (S3Trouble.mayPass(e) && e.statusCode() != 501) {
        throw trouble(e);
      }
      LOG.warn("{}: what is left of it cannot be gone on with: {}", key, S3Trouble.said(e));
      return Optional.empty();
    } catch (SdkException e) {
      throw trouble(e);
    }
  }

  private static boolean completed(S3Target.Parts parts, int tries) {
    try {
      String _ = parts.complete();
      return true;
    } catch (S3Exception e) {
      if (tries == TRIES || e.statusCode() != 400) {
        throw e;
      }
      LOG.debug("{}: its parts are listed anew: {}", parts.upload(), S3Trouble.said(e));
      return false;
    }
  }

  private Optional<S3Content> found(long size) throws IOException {
    try {
      return store.beginning(key, size);
    } catch (SdkException e) {
      throw trouble(e);
    }
  }

  /** Removes it, whatever became of it. */
  void drop() {
    try {
      parts().abort();
      store.delete(key);
    } catch (IOException e) {
      LOG.info("{}: left to the sweep ({})", key, e.getMessage());
    }
  }

  private S3Target.Parts parts() {
    return store.target(key, "").begun(upload);
  }

  private IOException trouble(SdkException e) {
    return store.trouble(key + ": what is left of it cannot be read", e);
  }
}
