package io.roomledger.intake.ics;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.booking.MeetingRooms;
import io.roomledger.booking.Reservations;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Permissions;
import io.roomledger.intake.Intake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Takes in the reservations of a calendar file (RFC 5545).
 *
 * <ul>
 *   <li>A room is an {@code ATTENDEE;CUTYPE=ROOM}, or else the {@code LOCATION}, whose name is in
 *       the list of rooms.
 *   <li>Recurring events are followed to their end, or for two years, by the clock on the wall;
 *       {@code EXDATE} and entries with a {@code RECURRENCE-ID} are honoured.
 *   <li>Times are in the zone that they name, by Java's rules or the file's own {@code VTIMEZONE};
 *       those that name none are in the file's {@code X-WR-TIMEZONE} or the zone given.
 *   <li>A room is given once: of two events at the same time the one that comes first in the file
 *       has it, recurring ones after the others; the second is reported and skipped.
 *   <li>Taking in a file again adds only what is new. A reservation is the same if event,
 *       occurrence and room are the same; a cancelled one is released.
 * </ul>
 */
public final class IcsImport {
  /** The largest file, in bytes. */
  public static final long LARGEST_FILE = 64L << 20;

  private final MeetingRooms rooms;
  private final Reservations reservations;
  private final Accounts accounts;
  private final Clock clock;
  private final ZoneId floating;

  /**
   * An importer.
   *
   * @param floating the zone of times that name none
   */
  public IcsImport(
      MeetingRooms rooms,
      Reservations reservations,
      Accounts accounts,
      Clock clock,
      ZoneId floating) {
    this.rooms = rooms;
    this.reservations = reservations;
    this.accounts = accounts;
    this.clock = clock;
    this.floating = floating;
  }

  /**
   * What became of a file. Entries are what stands in it; reservations are entries times
   * occurrences times rooms.
   *
   * @param entries how many events the file has
   * @param rooms how many rooms the list has
   * @param takenIn how many reservations were added
   * @param alreadyThere how many had been taken in before
   * @param doubleBooked how many found their room held by another
   * @param skipped how many entries, lines of the list or reservations could not be used for
   *     another reason
   */
  public record Tally(
      long entries, long rooms, long takenIn, long alreadyThere, long doubleBooked, long skipped) {}

  /**
   * Takes in {@code calendar}, whose rooms are those of {@code roomList}. What cannot be used is
   * reported to {@code intake} by file and line and skipped; the rest goes in.
   *
   * @throws RefusedException forbidden, unless the caller may manage meetings; if a file is too
   *     large, is no calendar, or the list is no list of rooms
   */
  public Tally run(Caller caller, Path calendar, Path roomList, Intake intake) throws IOException {
    IcsSurvey survey = survey(caller, calendar);
    return run(caller, calendar, survey, RoomList.read(caller, rooms, roomList, intake), intake);
  }

  /**
   * Takes in {@code calendar} without a list: its rooms are those that are there, and those that it
   * names as rooms, which are added under the root.
   *
   * @throws RefusedException as {@link #run(Caller, Path, Path, Intake)}
   */
  public Tally run(Caller caller, Path calendar, Intake intake) throws IOException {
    IcsSurvey survey = survey(caller, calendar);
    return run(caller, calendar, survey, RoomList.known(caller, rooms, survey.rooms()), intake);
  }

  /**
   * Takes in a list of rooms alone.
   *
   * @return how many rooms it has
   * @throws RefusedException as {@link #run(Caller, Path, Path, Intake)}
   */
  public long rooms(Caller caller, Path roomList, Intake intake) throws IOException {
    caller.needPermission(Permissions.MANAGE_MEETINGS);
    return RoomList.read(caller, rooms, roomList, intake).size();
  }

  /**
   * What is in a calendar, in entries and rooms, without taking it in.
   *
   * @throws RefusedException as {@link #run(Caller, Path, Path, Intake)}
   */
  public Map<String, Long> inside(Path calendar) throws IOException {
    IcsSurvey survey = survey(calendar);
    Map<String, Long> inside = new LinkedHashMap<>();
    inside.put("entries", survey.events());
    inside.put("meetingRooms", (long) survey.rooms().size());
    return inside;
  }

  private IcsSurvey survey(Caller caller, Path calendar) throws IOException {
    caller.needPermission(Permissions.MANAGE_MEETINGS);
    return survey(calendar);
  }

  private IcsSurvey survey(Path calendar) throws IOException {
    if (Files.size(calendar) > LARGEST_FILE) {
      throw new RefusedException(
          new Refusal.TooLarge(String.valueOf(calendar.getFileName()), LARGEST_FILE));
    }
    return IcsSurvey.of(calendar, new IcsZones(floating));
  }

  private Tally run(Caller caller, Path calendar, IcsSurvey survey, RoomList list, Intake intake)
      throws IOException {
    IcsIntake run =
        new IcsIntake(
            new IcsIntake.Doors(reservations, accounts, clock), caller, calendar, list, intake);
    return run.run(survey);
  }
}
