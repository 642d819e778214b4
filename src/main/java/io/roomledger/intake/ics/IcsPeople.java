package io.roomledger.intake.ics;

import io.roomledger.booking.Guests;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What an event says about who, where and whether.
 *
 * @param topic what for
 * @param organizer who
 * @param guests how many
 * @param rooms where, as the event names them
 * @param standing whether
 */
record IcsPeople(
    String topic, Person organizer, Guests guests, List<Place> rooms, Standing standing) {

  /** Whether it takes place. */
  enum Standing {
    CONFIRMED,
    TENTATIVE,
    CANCELLED
  }

  /**
   * Somebody.
   *
   * @param name what they are called, or their address if that is not said
   * @param mail their address, empty if not said
   */
  record Person(String name, String mail) {}

  /**
   * Somewhere.
   *
   * @param name what the event calls it
   * @param answer what the room said to the invitation, in capitals; empty if nothing
   * @param loose whether it was written by hand, and may be several or none of our rooms
   */
  record Place(String name, String answer, boolean loose) {}

  static IcsPeople of(IcsComponent event) {
    return new IcsPeople(
        event.one("SUMMARY").map(IcsComponent.Property::text).orElse(""),
        event.one("ORGANIZER").map(IcsPeople::person).orElse(new Person("", "")),
        guests(event),
        places(event),
        standing(event));
  }

  /**
   * When the event was last touched: of a cancelled one, when it was cancelled.
   *
   * @return empty if the event does not say, or not so that it can be read
   */
  static Optional<Instant> touched(IcsComponent event, IcsZones zones) {
    for (String name : List.of("LAST-MODIFIED", "DTSTAMP")) {
      Optional<Instant> time = event.one(name).flatMap(stamp -> readable(stamp, zones));
      if (time.isPresent()) {
        return time;
      }
    }
    return Optional.empty();
  }

  /** A stamp that cannot be read is no reason to lose the event. */
  private static Optional<Instant> readable(IcsComponent.Property stamp, IcsZones zones) {
    try {
      return Optional.of(IcsTime.of(stamp, zones).instant());
    } catch (BrokenEntryException e) {
      return Optional.empty();
    }
  }

  private static Standing standing(IcsComponent event) {
    String word = event.one("STATUS").map(IcsComponent.Property::value).orElse("").strip();
    return switch (word.toUpperCase(Locale.ROOT)) {
      case "TENTATIVE" -> Standing.TENTATIVE;
      case "CANCELLED" -> Standing.CANCELLED;
      default -> Standing.CONFIRMED;
    };
  }

  private static Guests guests(IcsComponent event) {
    int invited = 0;
    int accepted = 0;
    for (IcsComponent.Property attendee : event.all("ATTENDEE")) {
      if (!isRoom(attendee)) {
        invited++;
        accepted += answer(attendee).equals("ACCEPTED") ? 1 : 0;
      }
    }
    return new Guests(invited, accepted);
  }

  private static List<Place> places(IcsComponent event) {
    List<Place> places = new ArrayList<>();
    for (IcsComponent.Property attendee : event.all("ATTENDEE")) {
      if (isRoom(attendee)) {
        places.add(new Place(person(attendee).name(), answer(attendee), false));
      }
    }
    if (places.isEmpty()) {
      event
          .one("LOCATION")
          .map(location -> location.text().strip())
          .filter(name -> !name.isEmpty())
          .ifPresent(name -> places.add(new Place(name, "", true)));
    }
    return places;
  }

  private static boolean isRoom(IcsComponent.Property attendee) {
    String kind = attendee.parameter("CUTYPE").orElse("").toUpperCase(Locale.ROOT);
    return kind.equals("ROOM") || kind.equals("RESOURCE");
  }

  private static String answer(IcsComponent.Property attendee) {
    return attendee.parameter("PARTSTAT").orElse("").toUpperCase(Locale.ROOT);
  }

  private static Person person(IcsComponent.Property property) {
    String address = property.value().strip();
    String mail = address.regionMatches(true, 0, "mailto:", 0, 7) ? address.substring(7) : "";
    String name = property.parameter("CN").map(String::strip).orElse("");
    return new Person(name.isEmpty() ? (mail.isEmpty() ? address : mail) : name, mail);
  }
}
