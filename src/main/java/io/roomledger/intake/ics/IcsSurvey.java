package io.roomledger.intake.ics;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.intake.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What a file has to say before its events are read: how many they are, and the time zones, which
 * may be defined after they are used.
 *
 * @param events how many
 * @param zones the zones
 * @param rooms what events name as rooms, whatever else they name as places
 */
record IcsSurvey(long events, IcsZones zones, Set<String> rooms) {
  /** How many zones a file may define. */
  private static final int MOST_ZONES = 1_000;

  /** How many rooms a file may add. */
  private static final int MOST_ROOMS = 10_000;

  static IcsSurvey of(Path file, IcsZones zones) throws IOException {
    Counter counter = new Counter(zones);
    IcsFile.read(file, counter);
    if (counter.events == 0 && counter.others == 0) {
      throw new RefusedException(
          new Refusal.Invalid(
              String.valueOf(file.getFileName()),
              "no event",
              "an iCalendar file with BEGIN:VEVENT lines"));
    }
    return new IcsSurvey(counter.events, zones, counter.rooms);
  }

  private static final class Counter implements IcsFile.Visitor {
    private final IcsZones zones;
    private final Set<String> rooms = new LinkedHashSet<>();
    private long events;
    private long others;
    private int defined;

    Counter(IcsZones zones) {
      this.zones = zones;
    }

    @Override
    public void event(long line, String text) {
      events++;
      if (text.contains("CUTYPE") && rooms.size() < MOST_ROOMS) {
        note(text);
      }
    }

    private void note(String text) {
      try {
        IcsPeople.of(IcsComponent.parse(text)).rooms().stream()
            .filter(place -> !place.loose())
            .forEach(place -> rooms.add(place.name().strip()));
      } catch (BrokenEntryException e) {
        // it is reported when it is read
        return;
      }
    }

    @Override
    public void broken(long line, Problem problem) {
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
