package io.roomledger.identity;

/**
 * Whose data it is; nobody sees another's.
 *
 * @param id its id
 * @param name the name for people
 */
public record Organisation(String id, String name) {}
