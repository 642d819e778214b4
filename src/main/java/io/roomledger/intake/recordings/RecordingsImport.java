package io.roomledger.intake.recordings;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.conference.ConferenceDraft;
import io.roomledger.conference.Recording;
import io.roomledger.conference.RecordingDraft;
import io.roomledger.conference.RecordingKind;
import io.roomledger.conference.Recordings;
import io.roomledger.conference.Transcripts;
import io.roomledger.film.Container;
import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Caller;
import io.roomledger.intake.Intake;
import io.roomledger.intake.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Takes in a folder of mp4, m4v and mov files. The files of a folder in it are the recordings of
 * one conference; a file that lies directly in it is a conference of its own. Files that were taken
 * in before are left alone, and those that are not whole are kept as damaged. A WebVTT or SubRip
 * file of the same name beside a film is its transcript. Where Jibri or BigBlueButton says what was
 * recorded, the title, the time and the people are theirs, and what BigBlueButton published of a
 * meeting in several forms is one conference.
 */
public final class RecordingsImport {
  /** Uploads that are older than this and belong to nothing were left by a crash. */
  private static final Duration ORPHAN_AGE = Duration.ofDays(1);

  private final Recordings recordings;
  private final Transcripts transcripts;
  private final Accounts accounts;
  private final Clock clock;

  public RecordingsImport(
      Recordings recordings, Transcripts transcripts, Accounts accounts, Clock clock) {
    this.recordings = recordings;
    this.transcripts = transcripts;
    this.accounts = accounts;
    this.clock = clock;
  }

  /**
   * What came of an import.
   *
   * @param conferences how many conferences the files belong to
   * @param added how many recordings were taken in, the damaged ones included
   * @param damaged those of them that are not whole
   * @param known how many were there already
   * @param skipped how many entries were reported and left out
   * @param bytes how many bytes were taken in
   */
  public record Outcome(
      int conferences, int added, List<Damage> damaged, int known, int skipped, long bytes) {
    public Outcome {
      damaged = List.copyOf(damaged);
    }
  }

  /**
   * A file that was taken in and is not whole.
   *
   * @param file its path in the folder
   * @param reason what is wrong with it
   */
  public record Damage(String file, String reason) {}

  /**
   * Takes in {@code folder}. Progress is counted in bytes.
   *
   * @param caller who takes it in: the operator, or the owner themselves
   * @param owner who the conferences and recordings belong to
   * @throws RefusedException if {@code folder} is not a folder
   * @throws IOException if the recordings cannot be stored; what was taken in before stays
   */
  public Outcome run(Caller caller, Account owner, Path folder, Intake intake) throws IOException {
    prepare(folder);
    FolderScan.Result scan = FolderScan.of(folder, intake);
    return take(caller, owner, scan, intake);
  }

  /** Refuses what is no folder, and removes what a crash left. */
  void prepare(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new RefusedException(
          new Refusal.Invalid("folder", folder.toString(), "a folder with mp4, m4v or mov files"));
    }
    recordings.sweep(clock.instant().minus(ORPHAN_AGE));
  }

  /** Takes in what was found. */
  Outcome take(Caller caller, Account owner, FolderScan.Result scan, Intake intake)
      throws IOException {
    Run run = new Run(caller, owner, intake, scan);
    for (Found file : scan.files()) {
      run.take(file);
    }
    return run.outcome();
  }

  /** One import under way. */
  private final class Run {
    private final Caller caller;
    private final Account owner;
    private final Intake intake;
    private final Meetings meetings;
    private final long total;
    private final Set<String> conferences = new HashSet<>();
    private final List<Damage> damaged = new ArrayList<>();
    private long passed;
    private long bytes;
    private int added;
    private int known;
    private int skipped;

    Run(Caller caller, Account owner, Intake intake, FolderScan.Result scan) {
      this.caller = caller;
      this.owner = owner;
      this.intake = intake;
      this.meetings = new Meetings(accounts, caller.organisation(), this::skip, intake::noted);
      this.total = scan.files().stream().mapToLong(Found::size).sum();
      this.skipped = scan.skipped();
    }

    Outcome outcome() {
      intake.progress(total, total, "done");
      return new Outcome(conferences.size(), added, damaged, known, skipped, bytes);
    }

    void take(Found file) throws IOException {
      intake.progress(passed, total, file.source());
      try {
        if (isKnown(file)) {
          known++;
        } else {
          add(file);
        }
        conferences.add(file.conferenceSource());
      } catch (SourceStream.UnreadableException unreadable) {
        skip(file.source(), Problems.words(unreadable));
      }
      passed += file.size();
    }

    private void skip(String file, Problem problem) {
      skipped++;
      intake.skipped(file, 0, problem);
    }

    /** Reads the file only where one of its name was taken in before. */
    private boolean isKnown(Found file) throws IOException {
      Set<String> digests =
          recordings.known(caller, file.conferenceSource(), file.recordingSource());
      return !digests.isEmpty() && digests.contains(digest(file));
    }

    private String digest(Found file) throws IOException {
      MessageDigest sha256 = sha256();
      try (InputStream in = new DigestInputStream(open(file), sha256)) {
        in.transferTo(java.io.OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(sha256.digest());
    }

    private void add(Found file) throws IOException {
      Container container = container(file);
      RecordingDraft draft = draft(file, container);
      ConferenceDraft conference = conference(file, draft.take());
      try (InputStream in = open(file)) {
        Recording taken = recordings.add(caller, conference, meetings.people(file), draft, in);
        transcribe(file, taken);
      }
      added++;
      bytes += file.size();
      container.damage().ifPresent(reason -> damaged.add(new Damage(file.source(), reason)));
      intake.taken(
          file.source(),
          container.damage().map(reason -> "damaged: " + reason).orElse(file.size() + " bytes"));
    }

    /** What was said lies beside a film, under its name. */
    private void transcribe(Found file, Recording taken) throws IOException {
      for (Path beside : file.transcripts()) {
        try {
          if (Files.isRegularFile(beside, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            transcripts.put(caller, taken.id(), Companions.text(beside));
            return;
          }
        } catch (RefusedException refused) {
          skip(file.source(), Problem.text(refused.refusal().message()));
        }
      }
    }

    private InputStream open(Found file) throws SourceStream.UnreadableException {
      try {
        return new SourceStream(
            Files.newInputStream(file.path(), java.nio.file.LinkOption.NOFOLLOW_LINKS),
            file.size(),
            done -> intake.progress(passed + done, total, file.source()));
      } catch (IOException e) {
        throw unreadable(e);
      }
    }

    private static Container container(Found file) throws SourceStream.UnreadableException {
      try {
        return Container.read(file.path());
      } catch (IOException e) {
        throw unreadable(e);
      }
    }

    private static SourceStream.UnreadableException unreadable(IOException e) {
      return new SourceStream.UnreadableException(
          Problem.of("cannot be read: %s", Problems.words(e)));
    }

    private ConferenceDraft conference(Found file, Recording.Take take) {
      Meeting meeting = meetings.of(file);
      return new ConferenceDraft(
          Optional.empty(),
          meeting.title().orElseGet(file::conferenceTitle),
          owner.id(),
          meeting.time().map(Meeting.Time::start).orElse(take.startedAt()),
          Optional.of(meeting.time().map(Meeting.Time::end).orElse(take.endedAt())),
          Optional.of(file.conferenceSource()));
    }

    private Recording.Take takeOf(Found file, Container container) {
      Optional<Instant> told =
          meetings.of(file).time().map(Meeting.Time::start).or(container::createdAt);
      Instant start = told.orElse(file.changedAt());
      return new Recording.Take(
          start,
          start.plus(container.duration().orElse(Duration.ZERO)),
          container.duration(),
          RecordingKind.ORDINARY,
          told.isPresent() ? Recording.Clockwork.RECORDER : Recording.Clockwork.FILE);
    }

    /** Published films are all called alike, so that they are told by their meeting. */
    private String title(Found file) {
      return file.published()
          .flatMap(folder -> meetings.of(file).title())
          .map(meeting -> Found.title(file.title() + ": " + meeting))
          .orElseGet(file::title);
    }

    private RecordingDraft draft(Found file, Container container) {
      Optional<Recording.Condition> damage = container.damage().map(Recording.Damaged::new);
      return new RecordingDraft(
          title(file),
          owner.id(),
          takeOf(file, container),
          file.type().mediaType(),
          damage.orElseGet(Recording.Ready::new),
          Optional.of(file.recordingSource()));
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
