package io.roomledger.chat;

import io.roomledger.identity.Account;

/**
 * Somebody who is in a room.
 *
 * @param account who
 * @param membership since when, and their roles there
 * @param closed whether they have put the room away
 */
public record Member(Account account, Membership membership, boolean closed) {}
