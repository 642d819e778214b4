package io.roomledger.conference;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.film.Container;
import io.roomledger.identity.Account;
import io.roomledger.identity.Caller;
import io.roomledger.identity.DailyBytes;
import io.roomledger.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door of uploads: recordings that come over a wire which may break, in parts, and become
 * recordings when all of them are there. Only who began an upload sees it.
 */
public final class Uploads {
  /** The name under which a digest that is not right is refused. */
  public static final String CHECKSUM = "checksum";

  private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);
  private static final Map<String, String> DIGESTS =
      Map.of("sha1", "SHA-1", "sha256", "SHA-256", "md5", "MD5");
  private static final int AT_ONCE = 100;

  /** How long after its last byte nobody can be at work on an upload any more. */
  private static final Duration SURELY_LEFT = Duration.ofMinutes(15);

  /** How long it is told what became of an upload. */
  private static final Duration REMEMBERED = Duration.ofDays(30);

  private final Recordings.House house;
  private final UploadSettings settings;
  private final Conferences conferences;
  private final Shelf shelf;

  public Uploads(Recordings.House house, RecordingSettings recordings, UploadSettings settings) {
    this.house = house;
    this.settings = settings;
    this.conferences = new Conferences(house.database(), house.audit(), house.clock());
    this.shelf = new Shelf(house, recordings);
  }

  /**
   * A digest that bytes must have.
   *
   * @param algorithm {@code sha1}, {@code sha256} or {@code md5}
   * @param value the digest
   */
  @SuppressWarnings("ArrayRecordComponent") // made for one call and not compared
  public record Checksum(String algorithm, byte[] value) {
    public Checksum {
      if (!DIGESTS.containsKey(algorithm)) {
        throw new RefusedException(
            new Refusal.Invalid("checksum algorithm", algorithm, "sha1, sha256 or md5"));
      }
    }

    MessageDigest digest() {
      try {
        return MessageDigest.getInstance(DIGESTS.getOrDefault(algorithm, algorithm));
      } catch (NoSuchAlgorithmException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  }

  /** The largest recording that is taken, in bytes. */
  public long maxSize() {
    return settings.maxSize();
  }

  /**
   * Begins an upload. Of a conference that is there, its creator, those who run it and the
   * administration may; of a new one, a person may for themselves, and the administration for
   * anybody.
   *
   * @throws RefusedException too large; invalid; not found, if there is no such conference or
   *     person; forbidden
   */
  public Upload begin(Caller caller, UploadDraft draft) {
    if (draft.size() > settings.maxSize()) {
      throw new RefusedException(new Refusal.TooLarge("recording", settings.maxSize()));
    }
    Instant now = house.clock().instant();
    return house
        .database()
        .jdbi()
        .inTransaction(transaction -> {
          UploadRows.Plan plan = plan(transaction, caller, draft, now);
          Upload upload =
              new Upload(
                  UUID.randomUUID(),
                  draft.size(),
                  0,
                  now.plus(settings.life()),
                  new Upload.Outcome(Optional.empty(), Optional.empty()),
                  draft.metadata());
          DailyBytes.take(transaction, caller, now, draft.size(), settings.daily());
          UploadRows.insert(transaction, caller, upload, plan, now);
          house
              .audit()
              .append(
                  transaction,
                  caller,
                  "upload.begun",
                  "upload:" + upload.id(),
                  Map.of("size", Long.toString(draft.size()), "owner", plan.owner()));
          return upload;
        });
  }

  private UploadRows.Plan plan(Handle transaction, Caller caller, UploadDraft draft, Instant now) {
    UploadDraft.Place place = draft.place();
    place.conference().ifPresent(id -> conferences.runnable(transaction, caller, id));
    String owner = owner(caller, place);
    List<String> people =
        place.people().stream().map(name -> account(caller, name).id()).distinct().toList();
    return new UploadRows.Plan(
        draft.title(),
        draft.mediaType(),
        owner,
        new UploadRows.Where(place.conference().orElse(null), place.title(), people),
        draft.startedAt().orElse(now),
        draft.startedAt().isPresent());
  }

  private String owner(Caller caller, UploadDraft.Place place) {
    Optional<String> named = place.owner().map(name -> account(caller, name).id());
    if (!(caller instanceof Caller.Person person)) {
      return named.orElseThrow(() ->
          new RefusedException(
              new Refusal.Invalid("owner", "nobody", "the user name of who recorded it")));
    }
    String self = person.account().id();
    if (place.conference().isEmpty() && named.filter(other -> !other.equals(self)).isPresent()) {
      throw Refusals.relation("creator");
    }
    return named.orElse(self);
  }

  private Account account(Caller caller, String username) {
    return house
        .accounts()
        .findByUsername(caller.organisation(), username)
        .orElseThrow(() -> Refusals.noAccount(username));
  }

  /**
   * How far an upload is.
   *
   * @throws RefusedException not found, also for one that others began or that has expired
   */
  public Upload find(Caller caller, UUID id) {
    return row(caller, id).upload();
  }

  private UploadRows.Row row(Caller caller, UUID id) {
    UploadRows.Row row =
        house
            .database()
            .jdbi()
            .withHandle(handle -> UploadRows.find(handle, caller, id))
            .orElseThrow(() -> Refusals.noUpload(id));
    boolean late =
        row.open()
            && !row.upload().whole()
            && !house.clock().instant().isBefore(row.upload().expiresAt());
    if (late || row.upload().outcome().failure().isPresent()) {
      throw Refusals.noUpload(id);
    }
    return row;
  }

  /**
   * Takes more bytes of an upload. Where the wire breaks, what came before is kept and answered.
   * With the last byte the recording is there.
   *
   * @param offset how many bytes the caller believes are there
   * @param bytes read to its end, but not beyond the size that was announced
   * @param checksum what they must be; if they are not, or the wire breaks, none of them is kept
   * @throws RefusedException as {@link #find}; a conflict, if other than {@code offset} bytes are
   *     there; invalid, under the name {@link #CHECKSUM}, if the digest is not right; as {@link
   *     Recordings#add}, with the last byte
   * @throws IOException if the bytes cannot be stored; those that were before stay
   */
  public Upload append(
      Caller caller, UUID id, long offset, InputStream bytes, Optional<Checksum> checksum)
      throws IOException {
    UploadRows.Row row = row(caller, id);
    if (offset != row.upload().received()) {
      throw elsewhere(row.upload(), offset);
    }
    if (row.open()) {
      take(row.upload(), bytes, checksum);
    }
    Upload now = find(caller, id);
    if (row.open() && now.whole()) {
      finish(caller, row);
      now = find(caller, id);
    }
    return now;
  }

  private void take(Upload upload, InputStream bytes, Optional<Checksum> checksum)
      throws IOException {
    UploadParts parts =
        new UploadParts(house.store(), upload.id(), upload.received(), upload.size());
    Predicate<List<PartsContent.Part>> writer = taken -> write(upload.id(), taken);
    UploadParts.Checked checked =
        checksum.isPresent()
            ? parts.takeChecked(bytes, checksum.get().digest(), checksum.get().value(), writer)
            : parts.take(bytes, writer) ? UploadParts.Checked.RIGHT : UploadParts.Checked.LATE;
    switch (checked) {
      case RIGHT -> LOG.debug("upload {} goes on", upload.id());
      case WRONG ->
          throw new RefusedException(
              new Refusal.Invalid(CHECKSUM, "not right", "the bytes as they were sent"));
      case LATE -> throw elsewhere(upload, upload.received());
    }
  }

  private boolean write(UUID id, List<PartsContent.Part> parts) {
    Instant expiresAt = house.clock().instant().plus(settings.life());
    return house
        .database()
        .jdbi()
        .inTransaction(transaction -> UploadRows.add(transaction, id, parts, expiresAt));
  }

  private static RefusedException elsewhere(Upload upload, long offset) {
    return new RefusedException(
        new Refusal.Conflict(
            "upload "
                + upload.id()
                + " does not go on at byte "
                + offset
                + " (expected: the offset that a HEAD tells)"));
  }

  /**
   * Gives an upload up: nothing of it is kept. One that has become a recording stays that.
   *
   * @throws RefusedException as {@link #find}
   */
  public void end(Caller caller, UUID id) throws IOException {
    row(caller, id);
    house
        .database()
        .jdbi()
        .useTransaction(transaction -> {
          if (UploadRows.lock(transaction, id).filter(UploadRows.Row::open).isPresent()) {
            transaction.execute("DELETE FROM upload WHERE id = ?", id);
            house.audit().append(transaction, caller, "upload.ended", "upload:" + id, Map.of());
          }
        });
    clear(id);
  }

  /**
   * Repeated by the server: makes recordings of what is whole and was left, gives up what nobody
   * went on with, and forgets what became of the others after thirty days.
   *
   * @return how many uploads were given up
   */
  public int tend() throws IOException {
    Instant now = house.clock().instant();
    Instant left = now.plus(settings.life()).minus(SURELY_LEFT);
    for (UploadRows.Row row :
        house.database().jdbi().withHandle(h -> UploadRows.stuck(h, left, AT_ONCE))) {
      LOG.info("upload {} is whole and was left, so it is finished now", row.upload().id());
      finish(new Caller.Operator(row.organisation()), row);
    }
    List<UUID> expired =
        house.database().jdbi().withHandle(handle -> UploadRows.expired(handle, now, AT_ONCE));
    for (UUID id : expired) {
      fail(id, "it was not finished in time");
      LOG.info("upload {} was not finished in time, and what came of it is dropped", id);
    }
    house
        .database()
        .jdbi()
        .useHandle(handle ->
            handle.execute("DELETE FROM upload WHERE ended_at < ?", now.minus(REMEMBERED)));
    return expired.size();
  }

  private void fail(UUID id, String why) throws IOException {
    house
        .database()
        .jdbi()
        .useTransaction(transaction -> {
          if (UploadRows.lock(transaction, id).filter(UploadRows.Row::open).isPresent()) {
            UploadRows.end(transaction, id, null, why, house.clock().instant());
          }
        });
    clear(id);
  }

  /** Makes the recording, unless somebody else has, and drops the parts. */
  private void finish(Caller caller, UploadRows.Row row) throws IOException {
    UUID id = row.upload().id();
    List<PartsContent.Part> parts =
        house.database().jdbi().withHandle(handle -> UploadRows.parts(handle, id));
    PartsContent content = new PartsContent(house.store(), parts);
    try (InputStream in = content.open(0)) {
      RecordingDraft draft = draft(row, Container.read(content));
      shelf.put(draft, in, (transaction, shelved) -> finish(transaction, caller, id, shelved));
    } catch (RefusedException refused) {
      fail(id, refused.refusal().message());
      throw refused;
    }
    clear(id);
  }

  private Recording finish(Handle transaction, Caller caller, UUID id, Shelf.Shelved shelved) {
    UploadRows.Row row = UploadRows.lock(transaction, id).orElseThrow(() -> Refusals.noUpload(id));
    Optional<UUID> made = row.upload().outcome().recording();
    if (made.isPresent()) {
      return shelf.find(transaction, made.get()).orElseThrow();
    }
    String conference = conference(transaction, caller, row, shelved.draft().take());
    Recording recording = shelf.insert(transaction, caller, conference, shelved);
    for (String person : row.plan().where().people()) {
      Conferences.attend(transaction, conference, person);
    }
    UploadRows.end(transaction, id, recording.id(), null, house.clock().instant());
    return recording;
  }

  private String conference(
      Handle transaction, Caller caller, UploadRows.Row row, Recording.Take take) {
    UploadRows.Plan plan = row.plan();
    String there = plan.where().conference();
    if (there != null) {
      return conferences.runnable(transaction, caller, there).conference().id();
    }
    ConferenceDraft draft =
        new ConferenceDraft(
            Optional.empty(),
            plan.where().title(),
            plan.owner(),
            take.startedAt(),
            Optional.of(take.endedAt()),
            Optional.of("upload/" + row.upload().id()));
    return conferences.create(transaction, caller, draft).id();
  }

  private static RecordingDraft draft(UploadRows.Row row, Container container) {
    UploadRows.Plan plan = row.plan();
    boolean recorder = !plan.startKnown() && container.createdAt().isPresent();
    Instant start = recorder ? container.createdAt().get() : plan.startedAt();
    Recording.Take take =
        new Recording.Take(
            start,
            start.plus(container.duration().orElse(Duration.ZERO)),
            container.duration(),
            RecordingKind.ORDINARY,
            recorder || plan.startKnown()
                ? Recording.Clockwork.RECORDER
                : Recording.Clockwork.FILE);
    Optional<Recording.Condition> damage = container.damage().map(Recording.Damaged::new);
    return new RecordingDraft(
        plan.title(),
        plan.owner(),
        take,
        plan.mediaType(),
        damage.orElseGet(Recording.Ready::new),
        Optional.of("upload/" + row.upload().id()));
  }

  private void clear(UUID id) throws IOException {
    for (ObjectStore.Entry entry : house.store().list(UploadParts.folder(id))) {
      house.store().delete(entry.key());
    }
  }
}
