package io.roomledger.intake.desk;

import io.roomledger.base.Content;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The bytes of files that are brought: parts in the store, which become one object at the end. */
final class BroughtFiles {
  /** What a crash of this server can lose at most. */
  private static final int LARGEST_PART = 16 << 20;

  private static final int BUFFER = 1 << 16;

  private final Imports.House house;
  private final Looker looker;

  BroughtFiles(Imports.House house, Looker looker) {
    this.house = house;
    this.looker = looker;
  }

  /** Everything of an import. */
  static String folder(long id) {
    return "imports/" + id + "/";
  }

  /** Everything of one of its files. */
  static String folder(long id, int number) {
    return folder(id) + number + "/";
  }

  private static String key(long id, int number) {
    return folder(id, number) + "whole";
  }

  /** Takes more bytes of a file, and looks at it when all are there. */
  BroughtFile append(long id, int number, long offset, InputStream bytes) throws IOException {
    BroughtFile file = find(id, number);
    if (offset != file.received()) {
      throw elsewhere(file, offset);
    }
    long at = offset;
    while (at < file.size()) {
      Optional<Part> part = next(id, number, at, Math.min(LARGEST_PART, file.size() - at), bytes);
      if (part.isEmpty()) {
        break;
      }
      write(id, number, part.get());
      at += part.get().size();
    }
    BroughtFile now = find(id, number);
    return now.whole() && now.found().isEmpty() ? looked(id, now) : now;
  }

  private BroughtFile find(long id, int number) {
    return house
        .database()
        .jdbi()
        .inTransaction(transaction -> ImportRows.lock(transaction, id, number))
        .orElseThrow(() ->
            new RefusedException(
                new Refusal.NotFound(Refusal.Thing.FILE, Integer.toString(number))));
  }

  private static RefusedException elsewhere(BroughtFile file, long offset) {
    return new RefusedException(
        new Refusal.Conflict(
            file.name()
                + " does not go on at byte "
                + offset
                + " (expected: byte "
                + file.received()
                + ")"));
  }

  /** A part: where it begins, how long it is, where it is kept. */
  private record Part(long begins, long size, String key) {}

  private Optional<Part> next(long id, int number, long at, long room, InputStream bytes)
      throws IOException {
    String key = folder(id, number) + at + "-" + UUID.randomUUID();
    try (ObjectStore.Upload upload = house.store().begin(key)) {
      long size = copy(bytes, upload.stream(), room);
      if (size == 0) {
        return Optional.empty();
      }
      upload.commit();
      return Optional.of(new Part(at, size, key));
    }
  }

  private static long copy(InputStream from, OutputStream to, long room) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long size = 0;
    while (size < room) {
      int read = read(from, buffer, (int) Math.min(buffer.length, room - size));
      if (read < 0) {
        break;
      }
      to.write(buffer, 0, read);
      size += read;
    }
    return size;
  }

  /** A wire that breaks is an end like any other; a store that breaks is not. */
  private static int read(InputStream from, byte[] buffer, int most) {
    try {
      return from.read(buffer, 0, most);
    } catch (IOException broken) {
      return -1;
    }
  }

  private void write(long id, int number, Part part) throws IOException {
    boolean first =
        house
            .database()
            .jdbi()
            .inTransaction(transaction -> {
              Optional<BroughtFile> file = ImportRows.lock(transaction, id, number);
              if (file.filter(it -> it.received() == part.begins()).isEmpty()) {
                return false;
              }
              transaction.execute(
                  "INSERT INTO import_part (import, file, begins, size, key) VALUES (?, ?, ?, ?,"
                      + " ?)",
                  id,
                  number,
                  part.begins(),
                  part.size(),
                  part.key());
              transaction.execute(
                  "UPDATE import_file SET received = ? WHERE import = ? AND number = ?",
                  part.begins() + part.size(),
                  id,
                  number);
              return true;
            });
    if (!first) {
      house.store().delete(part.key());
      throw elsewhere(find(id, number), part.begins());
    }
  }

  /** Looks at a file that is whole. */
  private BroughtFile looked(long id, BroughtFile file) throws IOException {
    Content content = open(id, file.number());
    try (Bench bench = new Bench()) {
      Looker.Seen seen = looker.look(bench.lay(file, content), Bench.magic(content));
      house
          .database()
          .jdbi()
          .useTransaction(transaction -> ImportRows.seen(transaction, id, file.number(), seen));
    }
    return find(id, file.number());
  }

  /** All bytes of a file; its parts become one object when they are first wanted. */
  Content open(long id, int number) throws IOException {
    String key = key(id, number);
    Optional<ObjectStore.StoredObject> there = house.store().find(key);
    if (there.isPresent()) {
      return there.get().content();
    }
    List<Part> parts = house.database().jdbi().withHandle(handle -> parts(handle, id, number));
    try (ObjectStore.Upload upload = house.store().begin(key)) {
      for (Part part : parts) {
        ObjectStore.StoredObject stored =
            house
                .store()
                .find(part.key())
                .orElseThrow(() -> new IOException(part.key() + ": a part of a file is gone"));
        try (InputStream in = stored.content().open(0)) {
          in.transferTo(upload.stream());
        }
      }
      upload.commit();
    } catch (FileAlreadyExistsException other) {
      // somebody else was faster, with the same bytes
    }
    for (Part part : parts) {
      house.store().delete(part.key());
    }
    return house
        .store()
        .find(key)
        .orElseThrow(() -> new IOException(key + ": the file is gone"))
        .content();
  }

  private static List<Part> parts(Handle handle, long id, int number) {
    return handle
        .createQuery(
            """
            SELECT begins, size, key FROM import_part
             WHERE import = :id AND file = :number ORDER BY begins
            """)
        .bind("id", id)
        .bind("number", number)
        .mapTo(Part.class)
        .list();
  }

  /** Drops all bytes under a folder. */
  void clear(String folder) throws IOException {
    for (ObjectStore.Entry entry : house.store().list(folder)) {
      house.store().delete(entry.key());
    }
  }
}
