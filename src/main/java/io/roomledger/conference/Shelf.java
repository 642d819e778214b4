package io.roomledger.conference;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.identity.Caller;
import io.roomledger.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Where recordings are kept: their bytes in the object store, and a row for each. */
final class Shelf {
  private static final String FOLDER = "recordings/";
  private static final int BUFFER = 1 << 16;

  private final Recordings.House house;
  private final RecordingSettings settings;

  Shelf(Recordings.House house, RecordingSettings settings) {
    this.house = house;
    this.settings = settings;
  }

  /** A recording whose bytes are stored and whose row is not yet written. */
  record Shelved(UUID id, RecordingDraft draft, String key, long size, String sha256) {}

  /** Writes the row, in the transaction given. */
  interface Writer {
    Recording write(Handle transaction, Shelved shelved);
  }

  /**
   * Stores the bytes and then has the row written. Where the row turns out to be there already, or
   * cannot be written, the bytes are removed.
   */
  Recording put(RecordingDraft draft, InputStream bytes, Writer writer) throws IOException {
    UUID id = UUID.randomUUID();
    Shelved shelved = store(id, draft, bytes);
    boolean kept = false;
    try {
      Recording recording =
          house.database().jdbi().inTransaction(transaction -> writer.write(transaction, shelved));
      kept = recording.id().equals(id);
      return recording;
    } finally {
      if (!kept) {
        house.store().delete(shelved.key());
      }
    }
  }

  private Shelved store(UUID id, RecordingDraft draft, InputStream bytes) throws IOException {
    String key = FOLDER + id;
    MessageDigest digest = sha256();
    try (ObjectStore.Upload upload = house.store().begin(key)) {
      long size = copy(bytes, upload.stream(), digest);
      upload.commit();
      return new Shelved(id, draft, key, size, HexFormat.of().formatHex(digest.digest()));
    }
  }

  private static long copy(InputStream from, OutputStream to, MessageDigest digest)
      throws IOException {
    byte[] buffer = new byte[BUFFER];
    long size = 0;
    for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
      digest.update(buffer, 0, read);
      to.write(buffer, 0, read);
      size += read;
    }
    return size;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Writes the row, unless the same bytes of the same source are there, and answers what is. */
  Recording insert(Handle transaction, Caller caller, String conference, Shelved shelved) {
    RecordingDraft draft = shelved.draft();
    Conferences.needAccount(transaction, caller, draft.owner());
    int added = insertRow(transaction, conference, shelved);
    if (added == 0) {
      return existing(transaction, conference, shelved);
    }
    stretch(transaction, conference, draft.take());
    house
        .audit()
        .append(
            transaction,
            caller,
            "recording.added",
            "recording:" + shelved.id(),
            Map.of("conference", conference, "sha256", shelved.sha256()));
    return find(transaction, shelved.id()).orElseThrow();
  }

  private int insertRow(Handle transaction, String conference, Shelved shelved) {
    RecordingDraft draft = shelved.draft();
    Recording.Take take = draft.take();
    return transaction
        .createUpdate(
            """
            INSERT INTO recording
              (id, conference, title, owner, started_at, ended_at, duration_ms, kind, timed_by,
               size, media_type, region, store_key, sha256, damage, source, added_at)
            VALUES (:id, :conference, :title, :owner, :started, :ended, :duration, :kind, :timedBy,
               :size, :mediaType, :region, :key, :sha256, :damage, :source, :now)
            ON CONFLICT (conference, source, sha256) DO NOTHING
            """)
        .bind("id", shelved.id())
        .bind("conference", conference)
        .bind("title", draft.title())
        .bind("owner", draft.owner())
        .bind("started", take.startedAt())
        .bind("ended", take.endedAt())
        .bind("duration", take.duration().map(Duration::toMillis))
        .bind("kind", take.kind().name())
        .bind("timedBy", take.timedBy().name())
        .bind("size", shelved.size())
        .bind("mediaType", draft.mediaType())
        .bind("region", settings.region())
        .bind("key", shelved.key())
        .bind("sha256", shelved.sha256())
        .bind("damage", damage(draft.condition()))
        .bind("source", draft.source())
        .bind("now", house.clock().instant())
        .execute();
  }

  private static Optional<String> damage(Recording.Condition condition) {
    return switch (condition) {
      case Recording.Ready ready -> Optional.empty();
      case Recording.Damaged damaged -> Optional.of(damaged.reason());
    };
  }

  /** A conference lasted at least as long as its recordings. */
  private static void stretch(Handle transaction, String conference, Recording.Take take) {
    transaction
        .createUpdate(
            """
            UPDATE conference
               SET started_at = least(started_at, :started),
                   ended_at = CASE WHEN ended_at IS NULL THEN NULL ELSE greatest(ended_at, :ended) END,
                   recording_status =
                     CASE recording_status WHEN 'NEVER' THEN 'ENDED' ELSE recording_status END
             WHERE id = :conference
            """)
        .bind("conference", conference)
        .bind("started", take.startedAt())
        .bind("ended", take.endedAt())
        .execute();
  }

  private static Recording existing(Handle handle, String conference, Shelved shelved) {
    return handle
        .createQuery(
            """
            SELECT %s
              FROM recording r JOIN conference c ON c.id = r.conference
             WHERE r.conference = :conference AND r.source = :source AND r.sha256 = :sha256
            """
                .formatted(RecordingRows.COLUMNS))
        .bind("conference", conference)
        .bind("source", shelved.draft().source())
        .bind("sha256", shelved.sha256())
        .map((row, context) -> RecordingRows.recording(row))
        .one();
  }

  Optional<Recording> find(Handle handle, UUID id) {
    return handle
        .createQuery(
            """
            SELECT %s
              FROM recording r JOIN conference c ON c.id = r.conference
             WHERE r.id = :id
            """
                .formatted(RecordingRows.COLUMNS))
        .bind("id", id)
        .map((row, context) -> RecordingRows.recording(row))
        .findOne();
  }

  List<Recording> list(Handle handle, String conference) {
    return handle
        .createQuery(
            """
            SELECT %s
              FROM recording r JOIN conference c ON c.id = r.conference
             WHERE r.conference = :conference
             ORDER BY r.started_at, r.id
            """
                .formatted(RecordingRows.COLUMNS))
        .bind("conference", conference)
        .map((row, context) -> RecordingRows.recording(row))
        .list();
  }

  RecordingFile open(Handle handle, UUID id) {
    Recording recording = find(handle, id).orElseThrow(() -> Refusals.noRecording(id.toString()));
    Instant addedAt =
        handle
            .createQuery("SELECT added_at FROM recording WHERE id = :id")
            .bind("id", id)
            .mapTo(Instant.class)
            .one();
    try {
      ObjectStore.StoredObject stored =
          house
              .store()
              .find(recording.file().key())
              .orElseThrow(() -> new RefusedException(lost(recording)));
      return new RecordingFile(recording, addedAt, stored.content());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Refusal lost(Recording recording) {
    return new Refusal.Unavailable(
        "recording "
            + recording.id()
            + ": its bytes are not in the store (expected: an object "
            + recording.file().key()
            + "; restore it from a backup)");
  }

  /** Puts other bytes, which are whole, in the place of those that are not; these are kept. */
  Recording replace(Caller caller, Recording damaged, Duration duration, InputStream bytes)
      throws IOException {
    RecordingDraft draft =
        new RecordingDraft(
            damaged.title(),
            damaged.origin().owner(),
            new Recording.Take(
                damaged.take().startedAt(),
                damaged.take().startedAt().plus(duration),
                Optional.of(duration),
                damaged.take().kind(),
                damaged.take().timedBy()),
            damaged.file().mediaType(),
            new Recording.Ready(),
            Optional.empty());
    Shelved shelved = store(UUID.randomUUID(), draft, bytes);
    boolean kept = false;
    try {
      Recording mended =
          house
              .database()
              .jdbi()
              .inTransaction(transaction -> {
                replaceRow(transaction, damaged.id(), shelved);
                house
                    .audit()
                    .append(
                        transaction,
                        caller,
                        "recording.mended",
                        "recording:" + damaged.id(),
                        Map.of("before", damaged.file().sha256(), "sha256", shelved.sha256()));
                return find(transaction, damaged.id()).orElseThrow();
              });
      kept = true;
      return mended;
    } finally {
      if (!kept) {
        house.store().delete(shelved.key());
      }
    }
  }

  private static void replaceRow(Handle transaction, UUID id, Shelved shelved) {
    transaction
        .createUpdate(
            """
            UPDATE recording
               SET original_key = store_key, original_sha256 = sha256, original_damage = damage,
                   store_key = :key, sha256 = :sha256, size = :size, damage = NULL,
                   ended_at = :ended, duration_ms = :duration
             WHERE id = :id AND damage IS NOT NULL
            """)
        .bind("id", id)
        .bind("key", shelved.key())
        .bind("sha256", shelved.sha256())
        .bind("size", shelved.size())
        .bind("ended", shelved.draft().take().endedAt())
        .bind("duration", shelved.draft().take().duration().orElseThrow().toMillis())
        .execute();
  }

  /** Removes everything in a folder of the store. */
  void clear(String folder) throws IOException {
    for (ObjectStore.Entry entry : house.store().list(folder)) {
      house.store().delete(entry.key());
    }
  }

  int sweep(Instant before) throws IOException {
    Set<String> known =
        new HashSet<>(
            house
                .database()
                .jdbi()
                .withHandle(handle ->
                    handle
                        .createQuery(
                            """
                            SELECT store_key FROM recording
                            UNION ALL
                            SELECT original_key FROM recording WHERE original_key IS NOT NULL
                            """)
                        .mapTo(String.class)
                        .list()));
    int removed = 0;
    for (ObjectStore.Entry entry : house.store().list(FOLDER)) {
      if (entry.storedAt().isBefore(before) && !known.contains(entry.key())) {
        house.store().delete(entry.key());
        removed++;
      }
    }
    return removed;
  }
}
