package io.roomledger.conference;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.film.Ffmpeg;
import io.roomledger.film.FilmSettings;
import io.roomledger.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The door of what is made of recordings with the film program, where there is one: a small
 * picture, a stream in pieces, and a whole film of a damaged one. {@link FilmWork} makes it.
 */
public final class Films {
  /** The name of a recording's picture. */
  public static final String PICTURE = "picture.jpg";

  /** The name of the list of a stream's pieces. */
  public static final String LIST = Ffmpeg.LIST;

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
  private final Links links;
  private final Optional<Ffmpeg> program;

  public Films(Recordings.House house, RecordingSettings recordings, FilmSettings settings) {
    this.house = house;
    this.links = new Links(house, recordings);
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

  /** What was made of a recording at that moment. */
  static String key(UUID id, Instant preparedAt) {
    return folder(id) + preparedAt.toEpochMilli() + "/";
  }
}
