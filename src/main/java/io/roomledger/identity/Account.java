package io.roomledger.identity;

import java.util.Optional;

/**
 * A person or bot.
 *
 * @param id the core's id, 17 characters
 * @param organisation the organisation it belongs to
 * @param username its unique name in the organisation, without blanks
 * @param name the name for people
 * @param email the first address
 * @param department the department's name, empty if not known
 * @param active whether it may log in
 */
public record Account(
    String id,
    String organisation,
    String username,
    String name,
    Optional<String> email,
    String department,
    boolean active) {}
