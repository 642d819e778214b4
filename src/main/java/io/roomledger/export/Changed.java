package io.roomledger.export;

import java.time.Instant;
import java.util.Optional;

/**
 * A record of an export since an earlier one.
 *
 * @param id its id
 * @param at when it happened
 * @param change what became of it
 * @param record how it is now; of a deleted one nothing is left but that it was
 * @param deletedAt when it was deleted
 */
public record Changed<T>(
    String id, Instant at, Change change, Optional<T> record, Optional<Instant> deletedAt) {

  /** One that was not there then. */
  public static <T> Changed<T> added(String id, Instant at, T record) {
    return new Changed<>(id, at, Change.NEW, Optional.of(record), Optional.empty());
  }

  /** One that was there and has been written again. */
  public static <T> Changed<T> edited(String id, Instant at, T record) {
    return new Changed<>(id, at, Change.EDITED, Optional.of(record), Optional.empty());
  }

  /** One that was there and is no more. */
  public static <T> Changed<T> deleted(String id, Instant at, Instant deletedAt) {
    return new Changed<>(id, at, Change.DELETED, Optional.empty(), Optional.of(deletedAt));
  }
}
