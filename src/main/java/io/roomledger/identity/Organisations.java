package io.roomledger.identity;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/** The organisations on this server; one is always there. */
public final class Organisations {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private final Database database;
  private final Journal journal;

  /**
   * The organisations in {@code database}.
   *
   * @param journal where additions are written down
   */
  public Organisations(Database database, Journal journal) {
    this.database = database;
    this.journal = journal;
  }

  /**
   * Adds an organisation. Whoever is at the command line may, since nobody else is of no
   * organisation.
   *
   * @throws RefusedException invalid, if the id or the name cannot be one; conflict, if the id is
   *     taken
   */
  public void add(Caller.Operator operator, Organisation organisation) {
    check(organisation);
    database
        .jdbi()
        .useTransaction(transaction -> {
          int added =
              transaction.execute(
                  "INSERT INTO organisation (id, name) VALUES (?, ?) ON CONFLICT DO NOTHING",
                  organisation.id(),
                  organisation.name());
          if (added == 0) {
            throw new RefusedException(
                new Refusal.Conflict(
                    "organisation "
                        + organisation.id()
                        + ": the id is taken (expected: a free one)"));
          }
          journal.append(
              transaction,
              operator,
              "organisation.added",
              "organisation:" + organisation.id(),
              Map.of("name", organisation.name()));
        });
  }

  /**
   * Calls an organisation something else; its id stays. Whoever is at the command line may.
   *
   * @throws RefusedException invalid, if there is none of that id, or the name cannot be one
   */
  public void rename(Caller.Operator operator, Organisation named) {
    check(named);
    database
        .jdbi()
        .useTransaction(transaction -> {
          if (!name(transaction, named)) {
            throw unknown(named.id());
          }
          journal.append(
              transaction,
              operator,
              "organisation.named",
              "organisation:" + named.id(),
              Map.of("name", named.name()));
        });
  }

  /** Writes the name down, if there is such an organisation. */
  static boolean name(Handle handle, Organisation named) {
    return handle.execute("UPDATE organisation SET name = ? WHERE id = ?", named.name(), named.id())
        > 0;
  }

  private static void check(Organisation organisation) {
    if (!ID.matcher(organisation.id()).matches()) {
      throw new RefusedException(
          new Refusal.Invalid(
              "organisation", organisation.id(), "1 to 64 letters, digits, - and _"));
    }
    if (organisation.name().isBlank() || Accounts.unstorable(organisation.name())) {
      throw new RefusedException(
          new Refusal.Invalid("name", organisation.name(), "a name for people"));
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

  /**
   * Whoever sits at the command line, for that organisation.
   *
   * @throws RefusedException invalid, if there is none of that id
   */
  public Caller.Operator operator(String id) {
    return find(id).map(found -> new Caller.Operator(found.id())).orElseThrow(() -> unknown(id));
  }

  private static RefusedException unknown(String id) {
    return new RefusedException(new Refusal.Invalid("organisation", id, "one that was added"));
  }
}
