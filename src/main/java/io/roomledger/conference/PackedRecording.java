package io.roomledger.conference;

import io.roomledger.export.Item;
import io.roomledger.store.ObjectStore;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A recording that goes into a package.
 *
 * @param line what is printed of it, without a path
 * @param closed whether its conference was closed, so that its bytes are handed out no more
 */
record PackedRecording(RecordingLine line, boolean closed) {
  /** What {@link #of} needs, of recording {@code r}, conference {@code c} and account {@code a}. */
  static final String COLUMNS =
      "a.username, a.name, c.title AS conference_title, c.closed_at IS NOT NULL AS closed, "
          + RecordingRows.COLUMNS;

  static final String CLOSED = "its conference was closed";

  static PackedRecording of(ResultSet row) throws SQLException {
    return new PackedRecording(
        new RecordingLine(
            RecordingRows.recording(row),
            row.getString("conference_title"),
            row.getString("username"),
            row.getString("name"),
            ""),
        row.getBoolean("closed"));
  }

  Recording recording() {
    return line.recording();
  }

  private String path() {
    return "recordings/" + recording().fileName();
  }

  /** The line, with the path of the bytes if they can be given. */
  RecordingLine lineWithFile(ObjectStore store) throws IOException {
    return missing(store).isPresent()
        ? line
        : new RecordingLine(
            line.recording(), line.conferenceTitle(), line.username(), line.name(), path());
  }

  /** Why the bytes cannot be given, if they cannot. */
  private Optional<String> missing(ObjectStore store) throws IOException {
    if (closed) {
      return Optional.of(CLOSED);
    }
    return store.find(recording().file().key()).isPresent()
        ? Optional.empty()
        : Optional.of("its bytes are no longer in the object store");
  }

  /** The bytes, or why they are missing. */
  Item item(ObjectStore store) throws IOException {
    Recording recording = recording();
    Optional<ObjectStore.StoredObject> object =
        closed ? Optional.empty() : store.find(recording.file().key());
    if (object.isPresent()) {
      return new Item.Attachment(
          recording.id().toString(), path(), recording.file().mediaType(), object.get().content());
    }
    return new Item.Gap(
        recording.id().toString(),
        "recording " + recording.title(),
        missing(store).orElse("its bytes went away while it was exported"));
  }
}
