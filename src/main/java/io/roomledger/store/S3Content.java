package io.roomledger.store;

import io.roomledger.base.Content;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The bytes of an object in a bucket, as it was when it was found.
 *
 * @param tag the server's name for exactly these bytes; empty if it is not known
 */
record S3Content(S3Store store, String key, long size, String tag) implements Content {
  @Override
  public InputStream open(long position) throws IOException {
    if (position < 0 || position > size) {
      throw new IllegalArgumentException(
          "position: " + position + " (expected: 0 to " + size + ")");
    }
    // the first bytes are asked for at once, so that what fails fails here
    return store.cache().isPresent()
        ? CachedStream.open(this, store.cache().get(), position)
        : S3Stream.open(this, position);
  }

  @Override
  public byte[] first(int most) throws IOException {
    if (size == 0 || store.cache().isPresent()) {
      return Content.super.first(most);
    }
    try (InputStream in = window(0, Math.min(size, most))) {
      return in.readNBytes(most);
    }
  }

  @Override
  public Optional<URI> link(String disposition, String mediaType) {
    return store.links().to(this, disposition, mediaType);
  }

  /** Some of the bytes, as they come; the caller closes or aborts them. */
  ResponseInputStream<GetObjectResponse> window(long from, long to) throws IOException {
    try {
      return store
          .client()
          .getObject(request -> {
            request
                .bucket(store.bucket().name())
                .key(store.bucket().key(key))
                .range("bytes=" + from + "-" + (to - 1));
            if (!tag.isEmpty()) {
              request.ifMatch(tag);
            }
          });
    } catch (SdkException e) {
      throw store.trouble(key + ": cannot be read", e);
    }
  }
}
