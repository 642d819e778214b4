package io.roomledger.chat;

import io.roomledger.identity.Account;
import java.util.Optional;

/**
 * A message that was found.
 *
 * @param message the message
 * @param author who wrote it; empty for a program without an account
 * @param excerpt what of it to show
 */
public record FoundMessage(Message message, Optional<Account> author, Excerpt excerpt) {}
