package io.roomledger.dialect.dingtalk;

import io.roomledger.identity.Accounts;
import io.roomledger.identity.ExternalIdKind;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;

/** The vendor's ids of people. */
final class UnionIds {
  static final ExternalIdKind KIND = ExternalIdKind.DINGTALK_UNION_ID;

  private final Accounts accounts;

  UnionIds(Accounts accounts) {
    this.accounts = accounts;
  }

  /** The unionId of each account. */
  Map<String, String> of(Collection<String> accountIds) {
    return accountIds.isEmpty() ? Map.of() : accounts.externalIds(KIND, new HashSet<>(accountIds));
  }
}
