package io.roomledger.conference;

import io.roomledger.identity.Caller;
import io.roomledger.identity.ExternalIdKind;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The people of the caller's organisation, by the ids that vendors have for them. */
final class People {
  private People() {}

  private record Known(String externalId, String account, String organisation) {}

  /**
   * The account that is named so, in whose name the caller acts. A person acts for themselves only.
   */
  static String acting(Handle handle, Caller caller, ExternalIdKind kind, String id) {
    String account = account(handle, caller, kind, id);
    if (caller instanceof Caller.Person person && !person.account().id().equals(account)) {
      throw Refusals.relation("the person themselves");
    }
    return account;
  }

  /** The account that is named so. */
  static String account(Handle handle, Caller caller, ExternalIdKind kind, String id) {
    return accounts(handle, caller, kind, List.of(id)).getFirst();
  }

  /** The account that is named so, if somebody is named. */
  static Optional<String> account(
      Handle handle, Caller caller, ExternalIdKind kind, Optional<String> id) {
    return id.map(named -> account(handle, caller, kind, named));
  }

  /** The accounts that are named so, in that order, each once. */
  static List<String> accounts(
      Handle handle, Caller caller, ExternalIdKind kind, Collection<String> ids) {
    Map<String, Known> known = new LinkedHashMap<>();
    for (Known one : select(handle, kind, ids)) {
      known.put(one.externalId(), one);
    }
    LinkedHashSet<String> accounts = new LinkedHashSet<>();
    for (String id : ids) {
      Known one = known.get(id);
      if (one == null) {
        throw Refusals.noAccount(id);
      }
      if (!one.organisation().equals(caller.organisation())) {
        throw Refusals.foreign();
      }
      accounts.add(one.account());
    }
    return List.copyOf(accounts);
  }

  private static List<Known> select(Handle handle, ExternalIdKind kind, Collection<String> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    return handle
        .createQuery(
            """
            SELECT x.external_id, a.id AS account, a.organisation
              FROM external_id x JOIN account a ON a.id = x.account_id
             WHERE x.kind = :kind AND x.external_id = ANY(:ids) AND a.active
            """)
        .bind("kind", kind.name())
        .bindArray("ids", String.class, ids)
        .map((row, context) -> new Known(row.getString(1), row.getString(2), row.getString(3)))
        .list();
  }
}
