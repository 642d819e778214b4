// https://open.feishu.cn/document/platform-overveiw/basic-concepts/user-identity-introduction/introduction
package io.roomledger.dialect.feishu;

import io.roomledger.http.Call;
import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.ExternalIdKind;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** People by the vendor's ids, of whichever kind the call's {@code user_id_type} names. */
final class People {
  private final Accounts accounts;

  People(Accounts accounts) {
    this.accounts = accounts;
  }

  /** The kind that the call speaks of: {@code open_id} unless it says otherwise. */
  static ExternalIdKind kind(Call call) {
    return switch (call.query("user_id_type").orElse("open_id")) {
      case "open_id", "" -> ExternalIdKind.FEISHU_OPEN_ID;
      case "union_id" -> ExternalIdKind.FEISHU_UNION_ID;
      case "user_id" -> ExternalIdKind.FEISHU_USER_ID;
      case String other ->
          throw Fields.malformed("user_id_type", other, "options: [open_id,union_id,user_id]");
    };
  }

  /** Whom an id names, in that organisation. */
  Optional<Account> find(String organisation, ExternalIdKind kind, String id) {
    return accounts
        .findByExternalId(kind, id)
        .filter(account -> account.organisation().equals(organisation));
  }

  /** The id of an account. */
  String id(ExternalIdKind kind, String account) {
    return ids(kind, List.of(account)).getOrDefault(account, "");
  }

  /** The id of each account; one that is no account's is left out. */
  Map<String, String> ids(ExternalIdKind kind, Collection<String> accounts) {
    return this.accounts.externalIds(kind, accounts);
  }
}
