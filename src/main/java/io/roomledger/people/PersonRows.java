package io.roomledger.people;

import io.roomledger.base.Counted;
import io.roomledger.identity.Account;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;

/** The statements behind lists of people. Deleted accounts are nobody. */
final class PersonRows {
  private static final String COLUMNS =
      """
      SELECT id, organisation, username, name, email, department, active, created_at,
             array(SELECT role FROM account_role WHERE account_id = account.id) AS roles
      """;

  private static final String FROM =
      """
        FROM account
       WHERE organisation = :organisation AND deleted_at IS NULL
         AND (:words = '' OR concat_ws(' ', username, name) ILIKE :pattern)
         AND (:role = '' OR EXISTS (SELECT FROM account_role r
                                     WHERE r.account_id = account.id AND r.role = :role))
      """;

  private PersonRows() {}

  static Optional<Person> find(Handle handle, String accountId) {
    return handle
        .createQuery(COLUMNS + " FROM account WHERE id = :id AND deleted_at IS NULL")
        .bind("id", accountId)
        .map(PersonRows::person)
        .findOne();
  }

  static Counted<Person> list(Handle handle, String organisation, PersonQuery query) {
    String way = query.descending() ? " DESC" : " ASC";
    String order = " ORDER BY " + query.order().column() + way + ", id";
    return new Counted<>(
        asked(handle, COLUMNS + FROM + order + " LIMIT :limit OFFSET :offset", organisation, query)
            .bind("limit", query.window().limit())
            .bind("offset", query.window().offset())
            .map(PersonRows::person)
            .list(),
        asked(handle, "SELECT count(*)" + FROM, organisation, query).mapTo(Long.class).one());
  }

  /** How many can log in and have that role. */
  static long active(Handle handle, String organisation, String role) {
    return handle
        .createQuery(
            """
            SELECT count(*) FROM account a JOIN account_role r ON r.account_id = a.id
             WHERE a.organisation = :organisation AND a.active AND a.deleted_at IS NULL
               AND r.role = :role
            """)
        .bind("organisation", organisation)
        .bind("role", role)
        .mapTo(Long.class)
        .one();
  }

  private static Query asked(Handle handle, String sql, String organisation, PersonQuery query) {
    return handle
        .createQuery(sql)
        .bind("organisation", organisation)
        .bind("words", query.words())
        .bind("role", query.role())
        .bind("pattern", "%" + query.words().replaceAll("([\\\\%_])", "\\\\$1") + "%");
  }

  private static Person person(ResultSet row, StatementContext context) throws SQLException {
    return new Person(
        ConstructorMapper.of(Account.class).map(row, context),
        Set.of((String[]) row.getArray("roles").getArray()),
        row.getTimestamp("created_at").toInstant());
  }
}
