package io.roomledger.intake.desk;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.identity.Caller;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The door by which files are brought, in parts, before {@link Imports} has them taken in. Whoever
 * may import may; what somebody brings is theirs alone.
 */
public final class Bringing {
  private static final int MOST_FILES = 200;
  private static final int LONGEST_NAME = 300;

  private final Imports imports;

  public Bringing(Imports imports) {
    this.imports = imports;
  }

  /**
   * Announces a file. One that was announced before and has not come whole is gone on with.
   *
   * @param zone the zone of times in it that name none
   * @return what the person has brought so far, that file among it
   * @throws RefusedException forbidden; invalid name or size; too large; a conflict, if there are
   *     too many
   */
  public Announced announce(Caller.Person person, Announcement file, ZoneId zone) {
    Imports.need(person);
    check(file);
    return imports
        .house()
        .database()
        .jdbi()
        .inTransaction(transaction -> {
          long id = openOrBegin(transaction, person, zone);
          Optional<BroughtFile> known = known(transaction, id, file);
          if (known.isPresent()) {
            return new Announced(id, known.get());
          }
          int number = insert(transaction, id, file);
          imports.touch(transaction, id);
          return new Announced(id, ImportRows.lock(transaction, id, number).orElseThrow());
        });
  }

  /**
   * A file that is to come.
   *
   * @param name what it is called
   * @param size how many bytes it has
   * @param modifiedAt when it was last changed
   */
  public record Announcement(String name, long size, Optional<Instant> modifiedAt) {}

  /**
   * A file that may come.
   *
   * @param id the number of the import that it is for
   * @param file the file
   */
  public record Announced(long id, BroughtFile file) {}

  private void check(Announcement file) {
    boolean named = !file.name().isBlank() && file.name().length() <= LONGEST_NAME;
    if (!named || file.name().indexOf('\0') >= 0) {
      throw new RefusedException(
          new Refusal.Invalid("name", file.name().strip(), "1 to " + LONGEST_NAME + " characters"));
    }
    if (file.size() < 1) {
      throw new RefusedException(
          new Refusal.Invalid(file.name(), file.size() + " bytes", "a file with something in it"));
    }
    if (file.size() > imports.maxSize()) {
      throw new RefusedException(new Refusal.TooLarge(file.name(), imports.maxSize()));
    }
  }

  private long openOrBegin(Handle transaction, Caller.Person person, ZoneId zone) {
    String account = person.account().id();
    // the second of two files at once waits for the first
    transaction.execute("SELECT id FROM account WHERE id = ? FOR UPDATE", account);
    return ImportRows.open(transaction, account)
        .map(ImportRows.Row::id)
        .orElseGet(() -> imports.begin(transaction, person, zone, false));
  }

  private static Optional<BroughtFile> known(Handle handle, long id, Announcement file) {
    return ImportRows.files(handle, id).stream()
        .filter(it -> it.name().equals(file.name()) && it.size() == file.size())
        .findFirst();
  }

  private static int insert(Handle transaction, long id, Announcement file) {
    int there = ImportRows.files(transaction, id).size();
    if (there >= MOST_FILES) {
      throw new RefusedException(
          new Refusal.Conflict("these are " + MOST_FILES + " files; take them in first"));
    }
    return transaction
        .createQuery(
            """
            INSERT INTO import_file (import, number, name, size, modified_at)
            SELECT :id, coalesce(max(number), 0) + 1, :name, :size, :modified
              FROM import_file WHERE import = :id
            RETURNING number
            """)
        .bind("id", id)
        .bind("name", file.name())
        .bind("size", file.size())
        .bind("modified", file.modifiedAt())
        .mapTo(Integer.class)
        .one();
  }

  /**
   * Takes more bytes of a file. Where the wire breaks, what came before is kept. With the last one
   * the file is looked at.
   *
   * @param offset how many bytes the caller believes are there
   * @throws RefusedException not found; a conflict, if other than {@code offset} bytes are there
   */
  public BroughtFile append(
      Caller.Person person, long id, int number, long offset, InputStream bytes)
      throws IOException {
    mine(person, id);
    imports.house().database().jdbi().useTransaction(transaction -> imports.touch(transaction, id));
    return imports.files().append(id, number, offset, bytes);
  }

  /**
   * Gives a file up that is not taken in yet.
   *
   * @throws RefusedException not found
   */
  public void remove(Caller.Person person, long id, int number) throws IOException {
    mine(person, id);
    imports
        .house()
        .database()
        .jdbi()
        .useTransaction(transaction ->
            transaction.execute(
                "DELETE FROM import_file WHERE import = ? AND number = ?", id, number));
    imports.files().clear(BroughtFiles.folder(id, number));
  }

  private void mine(Caller.Person person, long id) {
    if (!imports.get(person, id).open()) {
      throw Imports.unknown(id);
    }
  }
}
