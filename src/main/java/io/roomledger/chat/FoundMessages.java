package io.roomledger.chat;

import io.roomledger.base.Page;

/**
 * What was found.
 *
 * @param page a page of it; it may have fewer messages than were asked for and still a next one
 * @param whole whether everything that was ever said has been looked at; while a large import is
 *     being taken into the index, what is new in it is not found yet
 */
public record FoundMessages(Page<FoundMessage> page, boolean whole) {}
