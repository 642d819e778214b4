package io.roomledger.conference;

import io.roomledger.base.Page;

/**
 * Who is or was in a conference.
 *
 * @param page some of them, in an order that never changes
 * @param total how many there are in all
 */
public record AttendeeList(Page<Attendee> page, int total) {}
