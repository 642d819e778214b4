package io.roomledger;

import io.roomledger.conference.Recordings;
import io.roomledger.conference.Uploads;
import io.roomledger.dialect.ledger.Ledger;
import io.roomledger.job.Round;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

/** The part of the machine that brings recordings in and keeps them, as {@link Wiring} is whole. */
final class RecordingWiring {
  private final Config config;
  private final Uploads uploads;

  RecordingWiring(Recordings.House house, Config config) {
    this.config = config;
    uploads = new Uploads(house, config.recordings(), config.uploads());
  }

  /** The server's own API. */
  Ledger ledger(Ledger.People people) {
    return new Ledger(people, new Ledger.Doors(uploads), config.ledger());
  }

  /** What is repeated as long as the server runs. */
  List<Round> rounds() {
    return List.of(round("uploads.tend", Duration.ofMinutes(1), uploads::tend));
  }

  /** Work on files, whose faults the log tells. */
  private interface Work {
    void done() throws IOException;
  }

  private static Round round(String name, Duration pause, Work work) {
    return new Round(
        name,
        pause,
        () -> {
          try {
            work.done();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
