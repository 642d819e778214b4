package io.roomledger.intake.ics;

import io.roomledger.base.RefusedException;
import io.roomledger.fuzz.TemporaryFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;

/** Calendars: what cannot be used is said entry by entry, and the rest has its occurrences. */
public final class IcsFuzz {
  private IcsFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    Path file = TemporaryFile.of("rooms.ics", bytes);
    IcsZones zones;
    try {
      zones = IcsSurvey.of(file, new IcsZones(ZoneOffset.UTC)).zones();
    } catch (RefusedException refused) {
      return;
    }
    IcsFile.read(file, new Events(zones));
  }

  private record Events(IcsZones zones) implements IcsFile.Visitor {
    @Override
    public void event(long line, String text) {
      try {
        IcsComponent component = IcsComponent.parse(text);
        IcsEvent.of(component, zones).occurrences();
        IcsPeople.touched(component, zones);
      } catch (BrokenEntryException broken) {
        if (broken.problem().toString().isBlank()) {
          throw new AssertionError("broken, and no word why");
        }
      }
    }
  }
}
