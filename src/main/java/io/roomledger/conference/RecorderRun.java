package io.roomledger.conference;

import java.time.Instant;
import java.util.Optional;

/**
 * A time during which a conference was to be recorded. The files of it are {@link Recording}s; they
 * come later, or never when the recorder failed.
 *
 * @param startedBy the account that started the recorder
 * @param startedAt when
 * @param stoppedBy the account that stopped it; empty if it still runs, or stopped with the
 *     conference
 * @param stoppedAt when, unless it still runs
 */
public record RecorderRun(
    String startedBy, Instant startedAt, Optional<String> stoppedBy, Optional<Instant> stoppedAt) {}
