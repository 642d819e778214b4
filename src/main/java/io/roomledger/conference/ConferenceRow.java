package io.roomledger.conference;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A row of the table {@code conference}. */
record ConferenceRow(
    String id,
    String organisation,
    String title,
    String creator,
    Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable Instant closedAt,
    String recordingStatus,
    String recordingSession) {

  Conference conference() {
    return new Conference(
        id,
        organisation,
        title,
        creator,
        new Conference.Lifetime(
            startedAt, Optional.ofNullable(endedAt), Optional.ofNullable(closedAt)),
        RecordingStatus.valueOf(recordingStatus));
  }
}
