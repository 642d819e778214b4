package io.roomledger.conference;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.identity.Caller;
import io.roomledger.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.UUID;

/** The door of the small pictures of recordings, as lists of many show them. */
public final class FilmPictures {
  private final Recordings.House house;
  private final Recordings recordings;

  public FilmPictures(Recordings.House house, Recordings recordings) {
    this.house = house;
    this.recordings = recordings;
  }

  /**
   * The picture of a recording. Who may: as {@link Recordings#find}; that somebody looks is not
   * written down, since a list shows many.
   *
   * @throws RefusedException as {@link Recordings#find}; not found, if there is none
   */
  public FilmPart open(Caller caller, UUID id) {
    Instant preparedAt =
        house
            .database()
            .jdbi()
            .withHandle(handle -> {
              Recording _ = recordings.watchable(handle, caller, id);
              return FilmRows.preparedAt(handle, id);
            })
            .orElseThrow(() -> none(id));
    try {
      ObjectStore.StoredObject stored =
          house.store().find(Films.key(id, preparedAt) + Films.PICTURE).orElseThrow(() -> none(id));
      return new FilmPart(
          stored.content(), "image/jpeg", preparedAt, "p" + preparedAt.toEpochMilli());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RefusedException none(UUID id) {
    return new RefusedException(new Refusal.NotFound(Refusal.Thing.FILE, id + " picture"));
  }
}
