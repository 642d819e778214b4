package io.roomledger.identity;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/**
 * The organisations on this server; one is always there. These methods check no rights: whoever
 * calls them has done so, and writes the audit row in the transaction of the {@link Handle} that is
 * given.
 */
public final class Organisations {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private final Database database;

  public Organisations(Database database) {
    this.database = database;
  }

  /**
   * Adds an organisation.
   *
   * @throws RefusedException invalid, if the id or the name cannot be one; conflict, if the id is
   *     taken
   */
  public void add(Handle transaction, Organisation organisation) {
    String id = organisation.id();
    if (!ID.matcher(id).matches()) {
      throw new RefusedException(
          new Refusal.Invalid("organisation", id, "1 to 64 letters, digits, - and _"));
    }
    if (organisation.name().isBlank() || Accounts.unstorable(organisation.name())) {
      throw new RefusedException(
          new Refusal.Invalid("name", organisation.name(), "a name for people"));
    }
    int added =
        transaction.execute(
            "INSERT INTO organisation (id, name) VALUES (?, ?) ON CONFLICT DO NOTHING",
            id,
            organisation.name());
    if (added == 0) {
      throw new RefusedException(
          new Refusal.Conflict("organisation " + id + ": the id is taken (expected: a free one)"));
    }
  }

  /** The organisation of that id. */
  public Optional<Organisation> find(String id) {
    if (Accounts.unstorable(id)) {
      return Optional.empty();
    }
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("SELECT id, name FROM organisation WHERE id = :id")
                .bind("id", id)
                .mapTo(Organisation.class)
                .findOne());
  }

  /** All organisations, by id. */
  public List<Organisation> list() {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("SELECT id, name FROM organisation ORDER BY id")
                .mapTo(Organisation.class)
                .list());
  }
}
