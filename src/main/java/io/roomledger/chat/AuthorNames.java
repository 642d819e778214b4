package io.roomledger.chat;

import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What the people behind account ids are called. */
final class AuthorNames {
  private final Map<String, Account> accounts;
  private final Map<String, Account> byUsername = new HashMap<>();

  private AuthorNames(Map<String, Account> accounts) {
    this.accounts = accounts;
    accounts.values().forEach(a -> byUsername.put(a.username().toLowerCase(Locale.ROOT), a));
  }

  /** Who of them has that user name, whatever its case. */
  Optional<Account> called(String username) {
    return Optional.ofNullable(byUsername.get(username.toLowerCase(Locale.ROOT)));
  }

  static AuthorNames of(Handle handle, Accounts accounts, Collection<String> ids) {
    return new AuthorNames(accounts.find(handle, ids));
  }

  /** Of those who wrote these messages. */
  static AuthorNames of(Handle handle, Accounts accounts, List<Message> messages) {
    Set<String> ids = new HashSet<>();
    messages.forEach(message -> message.authorId().ifPresent(ids::add));
    return of(handle, accounts, ids);
  }

  String username(Message message) {
    return username(message.authorId().orElse(null), message.alias());
  }

  /** The user name of an account, or else the alias, or else the id. */
  String username(@Nullable String accountId, String alias) {
    Account account = accountId == null ? null : accounts.get(accountId);
    if (account != null) {
      return account.username();
    }
    return alias.isEmpty() && accountId != null ? accountId : alias;
  }

  /** The name for people: the alias if there is one, else the account's. */
  String name(@Nullable String accountId, String alias) {
    if (!alias.isEmpty()) {
      return alias;
    }
    Account account = accountId == null ? null : accounts.get(accountId);
    return account == null ? "" : account.name();
  }
}
