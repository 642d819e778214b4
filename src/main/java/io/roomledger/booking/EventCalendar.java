package io.roomledger.booking;

/**
 * A calendar: everybody who calls has one of their own.
 *
 * @param id its id, 22 characters
 * @param owner whose it is, as in {@link io.roomledger.identity.Caller#key}
 * @param name what its owner is called
 */
public record EventCalendar(String id, String owner, String name) {}
