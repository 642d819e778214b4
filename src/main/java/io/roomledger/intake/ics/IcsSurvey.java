package io.roomledger.intake.ics;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What a file has to say before its events are read: how many they are, and the time zones, which
 * may be defined after they are used.
 *
 * @param events how many
 * @param zones the zones
 */
record IcsSurvey(long events, IcsZones zones) {
  /** How many zones a file may define. */
  private static final int MOST_ZONES = 1_000;

  static IcsSurvey of(Path file, IcsZones zones) throws IOException {
    Counter counter = new Counter(zones);
    IcsFile.read(file, counter);
    if (counter.events == 0 && counter.others == 0) {
      throw new RefusedException(
          new Refusal.Invalid(
              file.toString(), "no event", "an iCalendar file with BEGIN:VEVENT lines"));
    }
    return new IcsSurvey(counter.events, zones);
  }

  private static final class Counter implements IcsFile.Visitor {
    private final IcsZones zones;
    private long events;
    private long others;
    private int defined;

    Counter(IcsZones zones) {
      this.zones = zones;
    }

    @Override
    public void event(long line, String text) {
      events++;
    }

    @Override
    public void broken(long line, String problem) {
      others++;
    }

    @Override
    public void zone(long line, String text) {
      defined++;
      others++;
      if (defined > MOST_ZONES) {
        return;
      }
      try {
        zones.define(IcsComponent.parse(text));
      } catch (BrokenEntryException e) {
        // the events that name this zone are reported one by one, with the name
        return;
      }
    }

    @Override
    public void zoneOfFile(String name) {
      zones.floatIn(name);
    }
  }
}
