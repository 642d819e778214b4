package io.roomledger.intake.ics;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * A time as a file writes it, RFC 5545, sections 3.3.4 and 3.3.5.
 *
 * @param local what a clock there shows
 * @param zone where
 * @param wholeDay whether only the day was given
 */
record IcsTime(LocalDateTime local, IcsZones.Zone zone, boolean wholeDay) {
  private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss");

  /** The value of a property that holds one time. */
  static IcsTime of(IcsComponent.Property property, IcsZones zones) throws BrokenEntryException {
    return of(property.value().strip(), property, zones);
  }

  /** One of the values of {@code property}, whose parameters say where. */
  static IcsTime of(String value, IcsComponent.Property property, IcsZones zones)
      throws BrokenEntryException {
    boolean utc = value.endsWith("Z");
    var name = property.parameter("TZID");
    IcsZones.Zone zone =
        utc ? IcsZones.UTC : name.isPresent() ? zones.find(name.get()) : zones.floating();
    return new IcsTime(local(value), zone, value.length() == 8);
  }

  /** What a clock shows, without where; a day is its beginning. */
  static LocalDateTime local(String text) throws BrokenEntryException {
    String value = text.strip();
    try {
      if (value.length() == 8) {
        return LocalDate.parse(value, DateTimeFormatter.BASIC_ISO_DATE).atStartOfDay();
      }
      String plain = value.endsWith("Z") ? value.substring(0, value.length() - 1) : value;
      return LocalDateTime.parse(plain, SECOND);
    } catch (DateTimeException e) {
      throw new BrokenEntryException(
          "time: %s (expected: such as 20180203T083000Z)", shortened(value));
    }
  }

  /** The same clock at another time. */
  IcsTime with(LocalDateTime other) {
    return new IcsTime(other, zone, wholeDay);
  }

  Instant instant() {
    ZoneOffset offset = zone.offset(local);
    return local.toInstant(offset);
  }

  static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "...";
  }
}
