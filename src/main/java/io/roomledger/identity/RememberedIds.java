package io.roomledger.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.roomledger.db.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which account has which vendor's id, remembered for ten seconds, and the other way, which as good
 * as never changes, for ten minutes, unless rights change, here or elsewhere. What is not there is
 * not remembered. What is not remembered is asked for with no more around it than JDBC has, as
 * programs name thousands of people.
 */
final class RememberedIds {
  private static final int REMEMBERED = 100_000;
  private static final Duration ACCOUNTS_FOR = Duration.ofSeconds(10);
  private static final Duration IDS_FOR = Duration.ofMinutes(10);

  private static final String ACCOUNT =
      """
      SELECT a.id, a.organisation
        FROM external_id x JOIN account a ON a.id = x.account_id
       WHERE x.kind = ? AND x.external_id = ? AND a.active
      """;
  private static final String ID =
      "SELECT external_id, kind FROM external_id WHERE kind = ? AND account_id = ?";

  private final Database database;
  private final ExternalIds externalIds;
  private final Cache<Key, Found<Named>> accounts = cache(ACCOUNTS_FOR);
  private final Cache<Key, Found<String>> ids = cache(IDS_FOR);

  RememberedIds(Database database, ExternalIds externalIds) {
    this.database = database;
    this.externalIds = externalIds;
  }

  private record Key(ExternalIdKind kind, String id) {}

  /** What was found while the rights were those of {@code changes}. */
  private record Found<T>(T what, long changes) {}

  private static <T> Cache<Key, Found<T>> cache(Duration life) {
    return Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(life).build();
  }

  /** The active account that is named so. */
  Optional<Named> account(ExternalIdKind kind, String externalId, long changes) {
    Key key = new Key(kind, externalId);
    Found<Named> known = current(accounts.getIfPresent(key), changes);
    if (known != null) {
      return Optional.of(known.what());
    }
    Optional<Named> found =
        pair(ACCOUNT, kind, externalId).map(pair -> new Named(pair.one(), pair.other()));
    found.ifPresent(named -> accounts.put(key, new Found<>(named, changes)));
    return found;
  }

  /** The id of an account, made if there is none; empty if there is no such account. */
  Optional<String> id(ExternalIdKind kind, String account, long changes) {
    Key key = new Key(kind, account);
    Found<String> known = current(ids.getIfPresent(key), changes);
    if (known != null) {
      return Optional.of(known.what());
    }
    Optional<String> found = pair(ID, kind, account).map(Pair::one).or(() -> made(kind, account));
    found.ifPresent(id -> ids.put(key, new Found<>(id, changes)));
    return found;
  }

  private static <T> @Nullable Found<T> current(@Nullable Found<T> known, long changes) {
    return known == null || known.changes() != changes ? null : known;
  }

  private Optional<String> made(ExternalIdKind kind, String account) {
    return database
        .jdbi()
        .inTransaction(handle ->
            Optional.ofNullable(externalIds.of(handle, kind, List.of(account)).get(account)));
  }

  private record Pair(String one, String other) {}

  private Optional<Pair> pair(String sql, ExternalIdKind kind, String id) {
    try (Connection connection = database.dataSource().getConnection();
        PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, kind.name());
      query.setString(2, id);
      try (ResultSet row = query.executeQuery()) {
        return row.next()
            ? Optional.of(new Pair(row.getString(1), row.getString(2)))
            : Optional.empty();
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the ids of people cannot be read", e);
    }
  }
}
