package io.roomledger.conference;

import io.roomledger.base.Content;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.film.Container;
import io.roomledger.film.Ffmpeg;
import io.roomledger.film.FilmException;
import io.roomledger.film.FilmSettings;
import io.roomledger.identity.Caller;
import io.roomledger.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door of what is made of recordings with the film program, where there is one: a small
 * picture, a stream in pieces, and a whole film of a damaged one. Each recording is prepared once.
 */
public final class Films {
  /** The name of a recording's picture. */
  public static final String PICTURE = "picture.jpg";

  /** The name of the list of a stream's pieces. */
  public static final String LIST = Ffmpeg.LIST;

  private static final Logger LOG = LoggerFactory.getLogger(Films.class);
  private static final Pattern PIECE = Pattern.compile("piece-[0-9]{5}\\.m4s");
  private static final Map<String, String> TYPES =
      Map.of(
          PICTURE,
          "image/jpeg",
          Ffmpeg.LIST,
          "application/vnd.apple.mpegurl",
          Ffmpeg.BEGINNING,
          "video/mp4");

  private final Recordings.House house;
  private final FilmSettings settings;
  private final Links links;
  private final Shelf shelf;
  private final Optional<Ffmpeg> program;

  public Films(Recordings.House house, RecordingSettings recordings, FilmSettings settings) {
    this.house = house;
    this.settings = settings;
    this.links = new Links(house, recordings);
    this.shelf = new Shelf(house, recordings);
    this.program = Ffmpeg.find(settings);
  }

  /** Whether this machine has the film program. */
  public boolean available() {
    return program.isPresent();
  }

  /**
   * A picture, list or piece, for whoever has a link to the recording.
   *
   * @throws RefusedException unauthenticated, if the ticket is not one for that recording, has
   *     expired or was ended; not found, if there is nothing of that name
   */
  public FilmPart open(String ticket, UUID id, String name) {
    String type =
        TYPES.getOrDefault(name, PIECE.matcher(name).matches() ? "video/iso.segment" : "");
    Instant preparedAt =
        house
            .database()
            .jdbi()
            .withHandle(handle -> {
              links.check(handle, ticket, id);
              return FilmRows.preparedAt(handle, id);
            })
            .filter(there -> !type.isEmpty())
            .orElseThrow(
                () -> new RefusedException(new Refusal.NotFound(Refusal.Thing.FILE, name)));
    try {
      ObjectStore.StoredObject stored =
          house
              .store()
              .find(key(id, preparedAt) + name)
              .orElseThrow(
                  () -> new RefusedException(new Refusal.NotFound(Refusal.Thing.FILE, name)));
      return new FilmPart(
          stored.content(), type, preparedAt, name.hashCode() + "-" + preparedAt.toEpochMilli());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything that is made of a recording. */
  static String folder(UUID id) {
    return "films/" + id + "/";
  }

  private static String key(UUID id, Instant preparedAt) {
    return folder(id) + preparedAt.toEpochMilli() + "/";
  }

  /**
   * Prepares recordings that were not yet; repeated by the server. Does nothing where there is no
   * film program: they are prepared when there is one.
   *
   * @param most how many at most
   * @return how many were prepared, those with which it failed included
   */
  public int prepare(int most) throws IOException, InterruptedException {
    if (program.isEmpty()) {
      return 0;
    }
    List<UUID> waiting =
        house.database().jdbi().withHandle(handle -> FilmRows.unprepared(handle, most));
    for (UUID id : waiting) {
      prepare(program.get(), id);
    }
    return waiting.size();
  }

  private void prepare(Ffmpeg ffmpeg, UUID id) throws IOException, InterruptedException {
    Optional<Recording> found =
        house.database().jdbi().withHandle(handle -> shelf.find(handle, id));
    if (found.isEmpty()) {
      return;
    }
    Path bench = Files.createTempDirectory("roomledger-film-");
    try {
      // what a crash left of another try
      shelf.clear(folder(id));
      Bench at = new Bench(ffmpeg, found.get(), bench);
      String problem = at.work();
      house
          .database()
          .jdbi()
          .useTransaction(
              transaction -> FilmRows.prepared(transaction, id, at.at, at.made(), problem));
    } finally {
      remove(bench);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path one : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(one);
      }
    }
  }

  /** One recording under work, in a folder of its own. */
  private final class Bench {
    private final Ffmpeg ffmpeg;
    private final Path folder;
    private final Instant at = house.clock().instant();
    private Recording recording;
    private boolean pictured;
    private boolean streams;

    Bench(Ffmpeg ffmpeg, Recording recording, Path folder) {
      this.ffmpeg = ffmpeg;
      this.recording = recording;
      this.folder = folder;
    }

    FilmRows.Made made() {
      return new FilmRows.Made(pictured, streams);
    }

    /** Answers what could not be done, in words; empty if all could. */
    String work() throws IOException, InterruptedException {
      String doing = "read";
      try {
        Path film = film();
        if (!recording.ready()) {
          doing = "mended";
          film = mend(film);
        }
        doing = "pictured";
        picture(film);
        if (settings.streams()) {
          doing = "cut into pieces";
          cut(film);
        }
        return "";
      } catch (FilmException e) {
        LOG.info("recording {} could not be {}: {}", recording.id(), doing, e.reason());
        return "could not be " + doing + ": " + e.reason();
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

    private void picture(Path film) throws IOException, InterruptedException, FilmException {
      Path jpeg = folder.resolve(PICTURE);
      Duration length = recording.take().duration().orElse(Duration.ZERO);
      ffmpeg.picture(film, length.dividedBy(3), jpeg);
      keep(jpeg);
      pictured = true;
    }

    private void cut(Path film) throws IOException, InterruptedException, FilmException {
      Path pieces = Files.createDirectory(folder.resolve("pieces"));
      ffmpeg.cut(film, pieces);
      try (Stream<Path> files = Files.list(pieces)) {
        for (Path piece : files.sorted().toList()) {
          keep(piece);
        }
      }
      streams = true;
    }

    private void keep(Path file) throws IOException {
      String key = key(recording.id(), at) + file.getFileName();
      try (ObjectStore.Upload upload = house.store().begin(key)) {
        Files.copy(file, upload.stream());
        upload.commit();
      }
    }
  }
}
