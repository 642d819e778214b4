package io.roomledger.mail;

import java.time.Instant;

/**
 * One recipient's copy of a letter, and how it fares.
 *
 * @param id its number
 * @param postedAt when the letter was written
 * @param address who gets it
 * @param subject what it is about
 * @param status {@code WAITING}, {@code SENT} or {@code FAILED}
 * @param attempts how often it was tried
 * @param lastError what the mail server said last; empty if all is well
 */
public record Posted(
    long id,
    Instant postedAt,
    String address,
    String subject,
    String status,
    int attempts,
    String lastError) {}
