package io.roomledger.chat;

import io.roomledger.store.ObjectStore;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file as {@link ChatCopy} reads it, with what is known of it if it is a picture. */
record PicturedFile(
    String id,
    String name,
    String mediaType,
    long size,
    String storeKey,
    String missing,
    String description,
    @Nullable Integer width,
    @Nullable Integer height,
    @Nullable String thumbId,
    @Nullable String thumbType,
    long thumbSize,
    int thumbWidth,
    int thumbHeight,
    @Nullable String thumbKey) {

  ChatFile file() {
    return new ChatFile(id, name, mediaType, size, storeKey, missing);
  }

  /** What it looks like; a thumbnail that the store has lost is none. */
  FileView view(ObjectStore store) throws IOException {
    if (width == null || height == null) {
      return new FileView(description, Optional.empty(), "");
    }
    Optional<Picture.Thumb> thumb = Optional.empty();
    if (thumbId != null
        && thumbKey != null
        && thumbType != null
        && !thumbId.isEmpty()
        && store.find(thumbKey).isPresent()) {
      thumb =
          Optional.of(
              new Picture.Thumb(thumbId, thumbType, thumbSize, thumbWidth, thumbHeight, thumbKey));
    }
    return new FileView(description, Optional.of(new Picture(width, height, thumb)), "");
  }
}
