package io.roomledger.identity;

import io.roomledger.base.Ids;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/** The ids by which vendors name accounts: made at random, kept for ever, never given twice. */
final class ExternalIds {
  private static final String BASE62 =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Two made at once are the same once in 10^5 at worst, so nobody ever gets this far. */
  private static final int ROUNDS = 20;

  private final Database database;

  ExternalIds(Database database) {
    this.database = database;
  }

  Optional<String> accountOf(Handle handle, ExternalIdKind kind, String externalId) {
    return handle
        .createQuery("SELECT account_id FROM external_id WHERE kind = :kind AND external_id = :id")
        .bind("kind", kind.name())
        .bind("id", externalId)
        .mapTo(String.class)
        .findOne();
  }

  Map<String, String> of(Handle handle, ExternalIdKind kind, Collection<String> accountIds) {
    Set<String> wanted = new HashSet<>(accountIds);
    Map<String, String> found = select(handle, kind, wanted);
    if (found.size() < wanted.size()) {
      wanted.removeAll(found.keySet());
      found.putAll(mintApart(handle, kind, wanted));
    }
    return found;
  }

  void set(String accountId, ExternalIdKind kind, String externalId) {
    database
        .jdbi()
        .useTransaction(handle -> {
          if (existing(handle, Set.of(accountId)).isEmpty()) {
            throw new RefusedException(new Refusal.NotFound(Refusal.Thing.ACCOUNT, accountId));
          }
          Optional<String> holder = accountOf(handle, kind, externalId);
          if (holder.isPresent() && !holder.get().equals(accountId)) {
            throw new RefusedException(
                new Refusal.Conflict(
                    externalId
                        + ": already the "
                        + kind
                        + " of account "
                        + holder.get()
                        + " (expected: an id that no other account has)"));
          }
          handle
              .createUpdate(
                  """
                  INSERT INTO external_id (kind, account_id, external_id)
                  VALUES (:kind, :account, :id)
                  ON CONFLICT (kind, account_id) DO UPDATE SET external_id = :id
                  """)
              .bind("kind", kind.name())
              .bind("account", accountId)
              .bind("id", externalId)
              .execute();
        });
  }

  /**
   * A transaction that reads a snapshot can neither write nor see what others write meanwhile, so
   * then the ids are made in one of their own.
   */
  private Map<String, String> mintApart(Handle handle, ExternalIdKind kind, Set<String> accounts) {
    boolean snapshot =
        handle.getTransactionIsolationLevel() != TransactionIsolationLevel.READ_COMMITTED
            || handle.isReadOnly()
            || handle
                .createQuery("SELECT current_setting('transaction_read_only')::boolean")
                .mapTo(boolean.class)
                .one();
    if (!snapshot) {
      return mint(handle, kind, accounts);
    }
    // opened, since what is borrowed would be the handle that this thread already has
    try (Handle own = database.jdbi().open()) {
      return own.inTransaction(transaction -> mint(transaction, kind, accounts));
    }
  }

  private static Map<String, String> mint(
      Handle handle, ExternalIdKind kind, Set<String> accounts) {
    Set<String> missing = existing(handle, accounts);
    Map<String, String> found = new HashMap<>();
    for (int round = 0; round < ROUNDS && !missing.isEmpty(); round++) {
      insert(handle, kind, missing);
      found.putAll(select(handle, kind, missing));
      missing.removeAll(found.keySet());
    }
    if (!missing.isEmpty()) {
      throw new IllegalStateException("no free " + kind + " for " + missing.size() + " accounts");
    }
    return found;
  }

  private static Set<String> existing(Handle handle, Set<String> accounts) {
    return new HashSet<>(
        handle
            .createQuery("SELECT id FROM account WHERE id = ANY(:ids)")
            .bindArray("ids", String.class, accounts)
            .mapTo(String.class)
            .list());
  }

  /** What collides is left out, and tried again with another id. */
  private static void insert(Handle handle, ExternalIdKind kind, Set<String> accounts) {
    List<String> sorted = new ArrayList<>(accounts);
    // always the same order, so that two who do this at once wait for each other only one way
    sorted.sort(null);
    List<String> minted = sorted.stream().map(account -> mint(kind)).toList();
    handle
        .createUpdate(
            """
            INSERT INTO external_id (kind, account_id, external_id)
            SELECT :kind, made.account_id, made.external_id
            FROM unnest(:accounts, :minted) AS made (account_id, external_id)
            ON CONFLICT DO NOTHING
            """)
        .bind("kind", kind.name())
        .bindArray("accounts", String.class, sorted)
        .bindArray("minted", String.class, minted)
        .execute();
  }

  private static Map<String, String> select(
      Handle handle, ExternalIdKind kind, Collection<String> accounts) {
    Map<String, String> found = new HashMap<>();
    handle
        .createQuery(
            """
            SELECT account_id, external_id FROM external_id
            WHERE kind = :kind AND account_id = ANY(:accounts)
            """)
        .bind("kind", kind.name())
        .bindArray("accounts", String.class, accounts)
        .map((row, context) -> Map.entry(row.getString(1), row.getString(2)))
        .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
    return found;
  }

  private static String mint(ExternalIdKind kind) {
    return switch (kind) {
      case FEISHU_OPEN_ID -> "ou_" + hex(16);
      case FEISHU_UNION_ID -> "on_" + hex(16);
      case FEISHU_USER_ID -> hex(4);
      case DINGTALK_UNION_ID -> base62(22) + "iEiE";
      case DINGTALK_USER_ID -> digits(18);
    };
  }

  private static String hex(int bytes) {
    return HexFormat.of().formatHex(Ids.secret(bytes));
  }

  private static String base62(int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(BASE62.charAt(RANDOM.nextInt(BASE62.length())));
    }
    return text.toString();
  }

  /** The first is no zero, so that nobody loses it by taking the text for a number. */
  private static String digits(int length) {
    StringBuilder text = new StringBuilder(length).append(1 + RANDOM.nextInt(9));
    while (text.length() < length) {
      text.append(RANDOM.nextInt(10));
    }
    return text.toString();
  }
}
