package io.roomledger.conference;

import io.roomledger.base.Content;
import io.roomledger.base.Ids;
import io.roomledger.base.RefusedException;
import io.roomledger.film.Container;
import io.roomledger.film.Ffmpeg;
import io.roomledger.film.FilmException;
import io.roomledger.film.FilmSettings;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Permissions;
import io.roomledger.job.Job;
import io.roomledger.job.Jobs;
import io.roomledger.job.Round;
import io.roomledger.job.Worker;
import io.roomledger.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door of the work on films: each recording is prepared once, by a job of its own, which says
 * how far it is and can be cancelled. What fails of it (the picture, the stream, the repair) keeps
 * none of the rest from being made.
 */
public final class FilmWork implements Worker {
  private static final Logger LOG = LoggerFactory.getLogger(FilmWork.class);

  /** How many {@link #list} names at most. */
  public static final int LISTED = 200;

  private static final String KIND = "film";
  private static final int ORDERED_AT_ONCE = 100;
  private static final Duration LOOK_EVERY = Duration.ofSeconds(10);

  private final Recordings recordings;
  private final Recordings.House house;
  private final FilmSettings settings;
  private final Shelf shelf;
  private final Jobs jobs;
  private final Optional<Ffmpeg> program;
  private final Denials denials;

  public FilmWork(
      Recordings recordings,
      Recordings.House house,
      RecordingSettings shelving,
      FilmSettings settings,
      Jobs jobs) {
    this.recordings = recordings;
    this.house = house;
    this.settings = settings;
    this.shelf = new Shelf(house, shelving);
    this.jobs = jobs;
    this.program = Ffmpeg.find(settings);
    this.denials = new Denials(house.database(), house.audit());
  }

  /** Orders what is to be prepared, as long as the server runs. */
  public Round round() {
    return new Round("films.order", LOOK_EVERY, () -> order(ORDERED_AT_ONCE));
  }

  /**
   * Orders the work on recordings that were not prepared yet. Does nothing where there is no film
   * program: they are prepared when there is one.
   *
   * @param most how many at most
   * @return how many were ordered
   */
  public int order(int most) {
    if (program.isEmpty()) {
      return 0;
    }
    return house
        .database()
        .jdbi()
        .inTransaction(transaction -> {
          List<FilmRows.Waiting> waiting = FilmRows.unordered(transaction, most);
          for (FilmRows.Waiting one : waiting) {
            long job = Ids.growing(house.clock().instant());
            jobs.order(transaction, KIND, job, "account:" + one.owner());
            FilmRows.ordered(transaction, one.id(), job);
          }
          return waiting.size();
        });
  }

  /**
   * How far the work on a recording is; empty before it is ordered and after it has ended. Who may:
   * those who may watch the recording.
   *
   * @throws RefusedException as {@link Recordings#find}
   */
  public Optional<FilmProgress> progress(Caller caller, UUID id) {
    recordings.find(caller, id);
    return house
        .database()
        .jdbi()
        .withHandle(handle -> FilmRows.job(handle, id).flatMap(job -> jobs.find(handle, job)))
        .map(FilmProgress::of);
  }

  /**
   * The recordings of the caller's organisation whose films are under work or about to be, those
   * that were ordered first before the others. Who may: those who manage recordings.
   *
   * @param most how many at most, up to {@link #LISTED}
   * @throws RefusedException forbidden
   */
  public List<FilmJob> list(Caller caller, int most) {
    denials.audited(
        caller,
        "list the films at work",
        "organisation:" + caller.organisation(),
        () -> {
          caller.needPermission(Permissions.MANAGE_RECORDINGS);
          return caller;
        });
    return house
        .database()
        .jdbi()
        .withHandle(handle ->
            FilmRows.ordered(handle, caller.organisation(), Math.min(most, LISTED)).stream()
                .flatMap(one ->
                    jobs.find(handle, one.job()).stream()
                        .map(job -> new FilmJob(one.id(), one.title(), FilmProgress.of(job))))
                .toList());
  }

  /**
   * Has the work on a recording end where it is: the recording stays as it is, without picture and
   * stream. Nothing happens if none is under way. Those who run its conference may, and the
   * administration.
   *
   * @throws RefusedException not found; forbidden
   */
  public void cancel(Caller caller, UUID id) {
    denials.audited(
        caller,
        "cancel the work on the film",
        "recording:" + id,
        () ->
            house
                .database()
                .jdbi()
                .inTransaction(transaction -> {
                  Recording recording = recordings.runnable(transaction, caller, id);
                  FilmRows.job(transaction, id)
                      .ifPresent(job -> cancel(transaction, caller, recording, job));
                  return recording;
                }));
  }

  private void cancel(Handle transaction, Caller caller, Recording recording, long job) {
    jobs.cancel(transaction, job, "cancelled by " + caller.key());
    house
        .audit()
        .append(
            transaction,
            caller,
            "recording.film-cancelled",
            "recording:" + recording.id(),
            Map.of("conference", recording.origin().conference()));
  }

  @Override
  public String kind() {
    return KIND;
  }

  /** It goes on for as long as a film does, at the lowest priority. */
  @Override
  public boolean awaited() {
    return false;
  }

  @Override
  public void run(Run run) throws IOException, InterruptedException {
    Optional<Recording> found =
        house
            .database()
            .jdbi()
            .withHandle(
                handle -> FilmRows.ofJob(handle, run.id()).flatMap(id -> shelf.find(handle, id)));
    if (found.isEmpty() || program.isEmpty()) {
      run.finish(false, handle -> FilmRows.forgotten(handle, run.id()));
      return;
    }
    UUID id = found.get().id();
    Path bench = Files.createTempDirectory("roomledger-film-");
    try {
      // what another try left
      shelf.clear(Films.folder(id));
      Bench at = new Bench(program.get(), found.get(), bench, run);
      String problem = at.work();
      run.finish(
          !problem.isEmpty(),
          transaction -> FilmRows.prepared(transaction, id, at.at, at.made(), problem));
    } finally {
      remove(bench);
    }
  }

  /** It is not tried again by itself: whatever kept it from being done would again. */
  @Override
  public void gaveUp(Handle transaction, Job job) {
    FilmRows.ofJob(transaction, job.id())
        .ifPresent(id ->
            FilmRows.prepared(
                transaction,
                id,
                house.clock().instant(),
                new FilmRows.Made(false, false),
                job.reason()));
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path one : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(one);
      }
    }
  }

  /** Something that is made with the film program. */
  private interface Step {
    Path done() throws IOException, InterruptedException, FilmException;
  }

  /** One recording under work, in a folder of its own. */
  private final class Bench {
    private final Ffmpeg ffmpeg;
    private final Path folder;
    private final Instant at = house.clock().instant();
    private Recording recording;
    private final Run run;
    private final List<String> problems = new ArrayList<>();
    private boolean mended;
    private long reached;
    private boolean pictured;
    private boolean streams;

    Bench(Ffmpeg ffmpeg, Recording recording, Path folder, Run run) {
      this.recording = recording;
      this.folder = folder;
      this.run = run;
      this.ffmpeg = ffmpeg.watched(this::played);
    }

    /** Two steps go through the whole film: the repair, or else nothing, and the cutting. */
    private void played(Duration upTo) {
      long length = recording.take().duration().orElse(Duration.ZERO).toMillis();
      long within = length > 0 ? Math.min(upTo.toMillis(), length) : upTo.toMillis();
      reached = Math.max(reached, mended ? length + within : within);
      run.progress(reached, length > 0 ? 2 * length : -1);
    }

    FilmRows.Made made() {
      return new FilmRows.Made(pictured, streams);
    }

    /** Answers what could not be done, in words; empty if all could. */
    String work() throws IOException, InterruptedException {
      Optional<Path> film = tried("read", this::film);
      if (film.isPresent() && !recording.ready()) {
        Path broken = film.get();
        film = tried("mended", () -> mend(broken));
      }
      mended = true;
      if (film.isPresent()) {
        Path whole = film.get();
        tried("pictured", () -> picture(whole));
        if (settings.streams()) {
          tried("cut into pieces", () -> cut(whole));
        }
      }
      return String.join("; ", problems);
    }

    /** What the film program cannot do to this film is written down, and the rest is done. */
    private Optional<Path> tried(String what, Step step) throws IOException, InterruptedException {
      try {
        return Optional.of(step.done());
      } catch (FilmException e) {
        LOG.info("recording {} could not be {}: {}", recording.id(), what, e.reason());
        problems.add("could not be " + what + ": " + e.reason());
        return Optional.empty();
      }
    }

    private Path film() throws IOException, FilmException {
      Content content =
          house
              .store()
              .find(recording.file().key())
              .orElseThrow(() -> new FilmException("its bytes are not in the store"))
              .content();
      Optional<Path> local = content.path();
      if (local.isPresent()) {
        return local.get();
      }
      Path copy = folder.resolve("film");
      try (InputStream in = content.open(0)) {
        Files.copy(in, copy);
      }
      return copy;
    }

    /** A film that was written anew, if that made it whole. */
    private Path mend(Path film) throws IOException, InterruptedException, FilmException {
      Path mended = folder.resolve("mended");
      ffmpeg.mend(film, mended);
      Container container = Container.read(mended);
      if (container.damage().isPresent()) {
        throw new FilmException(container.damage().get());
      }
      try (InputStream in = Files.newInputStream(mended)) {
        recording =
            shelf.replace(
                new Caller.Operator(organisation()),
                recording,
                container.duration().orElseThrow(),
                in);
      }
      LOG.info("recording {} was damaged and is mended", recording.id());
      return mended;
    }

    private String organisation() {
      return house
          .database()
          .jdbi()
          .withHandle(handle -> FilmRows.organisation(handle, recording.id()));
    }

    private Path picture(Path film) throws IOException, InterruptedException, FilmException {
      Path jpeg = folder.resolve(Films.PICTURE);
      Duration length = recording.take().duration().orElse(Duration.ZERO);
      ffmpeg.picture(film, length.dividedBy(3), jpeg);
      keep(jpeg);
      pictured = true;
      return jpeg;
    }

    private Path cut(Path film) throws IOException, InterruptedException, FilmException {
      Path pieces = Files.createDirectory(folder.resolve("pieces"));
      ffmpeg.cut(film, pieces);
      try (Stream<Path> files = Files.list(pieces)) {
        for (Path piece : files.sorted().toList()) {
          keep(piece);
        }
      }
      streams = true;
      return pieces;
    }

    private void keep(Path file) throws IOException {
      String key = Films.key(recording.id(), at) + file.getFileName();
      try (ObjectStore.Upload upload = house.store().begin(key)) {
        Files.copy(file, upload.stream());
        upload.commit();
      }
    }
  }
}
