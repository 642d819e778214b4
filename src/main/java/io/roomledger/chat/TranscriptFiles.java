package io.roomledger.chat;

import io.roomledger.export.Item;
import io.roomledger.export.RecordSource;
import io.roomledger.store.ObjectStore;
import java.io.IOException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Pours the files of exported messages, one after the other, and a gap for each that is lost. */
final class TranscriptFiles {
  private final ObjectStore store;
  private final FilePlace place;

  TranscriptFiles(ObjectStore store, FilePlace place) {
    this.store = store;
    this.place = place;
  }

  void pour(Handle snapshot, ChatCopy copy, RecordSource.Basin<?> basin) throws IOException {
    switch (place) {
      case INCLUDE -> copy.eachFile(snapshot, (file, thumb) -> pour(file, thumb, basin));
      case LINK -> copy.eachFile(snapshot, (file, thumb) -> missing(file, basin));
      case LEAVE -> {}
    }
  }

  /** A link to what is not there leads nowhere. */
  private void missing(ChatFile file, RecordSource.Basin<?> basin) throws IOException {
    if (!file.missing().isEmpty() || store.find(file.storeKey()).isEmpty()) {
      basin.item(gap(file));
    }
  }

  private static Item.Gap gap(ChatFile file) {
    String reason = file.missing().isEmpty() ? TranscriptReader.LOST : file.missing();
    return new Item.Gap(file.id(), "file " + file.name(), reason);
  }

  private void pour(ChatFile file, Optional<Picture.Thumb> thumb, RecordSource.Basin<?> basin)
      throws IOException {
    Optional<ObjectStore.StoredObject> object =
        file.missing().isEmpty() ? store.find(file.storeKey()) : Optional.empty();
    if (object.isPresent()) {
      basin.item(
          new Item.Attachment(file.id(), file.path(), file.mediaType(), object.get().content()));
    } else {
      basin.item(gap(file));
    }
    if (thumb.isPresent()) {
      pourThumb(file, thumb.get(), basin);
    }
  }

  /** A thumbnail that is lost takes nothing from anybody: the picture itself is there. */
  private void pourThumb(ChatFile file, Picture.Thumb thumb, RecordSource.Basin<?> basin)
      throws IOException {
    Optional<ObjectStore.StoredObject> small = store.find(thumb.storeKey());
    if (small.isPresent()) {
      basin.item(
          new Item.Attachment(
              file.id(), FileView.path(thumb), thumb.mediaType(), small.get().content()));
    }
  }
}
