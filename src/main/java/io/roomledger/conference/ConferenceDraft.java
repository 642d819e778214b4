package io.roomledger.conference;

import java.time.Instant;
import java.util.Optional;

/**
 * A conference to be written down.
 *
 * @param id 24 hexadecimal digits that it has already; without them it is given some
 * @param title what people call it
 * @param creator the account that started it
 * @param startedAt when it began
 * @param endedAt when the last one left, unless it goes on
 * @param source where an import has it from, so that a second run finds it
 */
public record ConferenceDraft(
    Optional<String> id,
    String title,
    String creator,
    Instant startedAt,
    Optional<Instant> endedAt,
    Optional<String> source) {}
