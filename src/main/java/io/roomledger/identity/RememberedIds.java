package io.roomledger.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.roomledger.db.Database;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which account has which vendor's id, remembered for ten seconds: what another server changes may
 * count that much later, what this one changes counts at once. What is not there is not remembered.
 */
final class RememberedIds {
  private static final int REMEMBERED = 100_000;
  private static final Duration REMEMBERED_FOR = Duration.ofSeconds(10);

  private final Database database;
  private final ExternalIds externalIds;
  private final Cache<Key, Found<Named>> accounts = cache();
  private final Cache<Key, Found<String>> ids = cache();

  RememberedIds(Database database, ExternalIds externalIds) {
    this.database = database;
    this.externalIds = externalIds;
  }

  private record Key(ExternalIdKind kind, String id) {}

  /** What was found while the rights were those of {@code changes}. */
  private record Found<T>(T what, long changes) {}

  private static <T> Cache<Key, Found<T>> cache() {
    return Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(REMEMBERED_FOR).build();
  }

  /** The active account that is named so. */
  Optional<Named> account(ExternalIdKind kind, String externalId, long changes) {
    Key key = new Key(kind, externalId);
    Found<Named> known = current(accounts.getIfPresent(key), changes);
    if (known != null) {
      return Optional.of(known.what());
    }
    Optional<Named> found = find(kind, externalId);
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
    Optional<String> found =
        database
            .jdbi()
            .inTransaction(handle ->
                Optional.ofNullable(externalIds.of(handle, kind, List.of(account)).get(account)));
    found.ifPresent(id -> ids.put(key, new Found<>(id, changes)));
    return found;
  }

  private static <T> @Nullable Found<T> current(@Nullable Found<T> known, long changes) {
    return known == null || known.changes() != changes ? null : known;
  }

  private Optional<Named> find(ExternalIdKind kind, String externalId) {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    """
                    SELECT a.id AS account, a.organisation
                      FROM external_id x JOIN account a ON a.id = x.account_id
                     WHERE x.kind = :kind AND x.external_id = :id AND a.active
                    """)
                .bind("kind", kind.name())
                .bind("id", externalId)
                .mapTo(Named.class)
                .findOne());
  }
}
