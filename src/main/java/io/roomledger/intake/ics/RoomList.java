package io.roomledger.intake.ics;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.roomledger.base.Page;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.booking.MeetingRoom;
import io.roomledger.booking.MeetingRooms;
import io.roomledger.identity.Caller;
import io.roomledger.intake.Intake;
import io.roomledger.intake.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The rooms of a list: a CSV file with the columns {@code building, floor, room, capacity}, the
 * last of which may be empty or missing. A building becomes a level under the root, a floor a level
 * under its building; where either is empty the room hangs one level higher.
 */
final class RoomList {
  /** The largest file, in bytes. */
  static final long LARGEST_FILE = 8 << 20;

  private static final List<String> NEEDED = List.of("building", "floor", "room");
  private static final int LARGEST_CAPACITY = 1_000_000;

  private final Map<String, MeetingRoom> byName = new HashMap<>();
  private final Caller caller;
  private final MeetingRooms rooms;
  private long skipped;

  private RoomList(Caller caller, MeetingRooms rooms) {
    this.caller = caller;
    this.rooms = rooms;
  }

  /**
   * Reads the file and adds what is not there yet. A line that cannot be used is reported and
   * skipped.
   *
   * @throws RefusedException if it is too large, is not CSV, or lacks a column
   */
  static RoomList read(Caller caller, MeetingRooms rooms, Path file, Intake intake)
      throws IOException {
    if (Files.size(file) > LARGEST_FILE) {
      throw new RefusedException(new Refusal.TooLarge(name(file), LARGEST_FILE));
    }
    RoomList list = new RoomList(caller, rooms);
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .detectBomHeader(true)
            .ofCsvRecord(file)) {
      list.read(file, reader.iterator(), intake);
    } catch (CsvParseException | java.io.UncheckedIOException e) {
      throw new RefusedException(
          new Refusal.Invalid(
              name(file), String.valueOf(e.getMessage()), "CSV in UTF-8, with commas"));
    }
    return list;
  }

  /** The rooms that are there, and those of these names, which are added where they are not. */
  static RoomList known(Caller caller, MeetingRooms rooms, Set<String> names) {
    RoomList list = new RoomList(caller, rooms);
    UUID root = rooms.levels().root(caller).id();
    Optional<String> after = Optional.empty();
    do {
      Page<MeetingRoom> page = rooms.roomsUnder(caller, root, after, MeetingRooms.LARGEST_PAGE);
      page.items().forEach(room -> list.byName.putIfAbsent(key(room.name()), room));
      after = page.next();
    } while (after.isPresent());
    for (String name : names) {
      list.byName.computeIfAbsent(key(name), it -> rooms.roomNamed(caller, root, name, 0));
    }
    return list;
  }

  /** Without the folder, which for what a browser brought is one of this server's own. */
  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private void read(Path file, Iterator<CsvRecord> lines, Intake intake) {
    Map<String, Integer> columns = new HashMap<>();
    if (lines.hasNext()) {
      for (String title : lines.next().getFields()) {
        columns.putIfAbsent(title.strip().toLowerCase(Locale.ROOT), columns.size());
      }
    }
    if (!columns.keySet().containsAll(NEEDED)) {
      throw new RefusedException(
          new Refusal.Invalid(
              name(file) + " line 1",
              String.valueOf(columns.keySet()),
              "the columns building,floor,room,capacity"));
    }
    while (lines.hasNext()) {
      CsvRecord line = lines.next();
      try {
        add(line, columns);
      } catch (BrokenEntryException e) {
        skipped++;
        intake.skipped(name(file), line.getStartingLineNumber(), e.problem());
      } catch (RefusedException e) {
        skipped++;
        intake.skipped(
            name(file), line.getStartingLineNumber(), Problem.text(e.refusal().message()));
      }
    }
  }

  private void add(CsvRecord line, Map<String, Integer> columns) throws BrokenEntryException {
    String name = field(line, columns, "room");
    if (name.isEmpty()) {
      throw new BrokenEntryException("room: empty (expected: a name)");
    }
    if (byName.containsKey(key(name))) {
      throw new BrokenEntryException(
          "room: %s is there twice (expected: a name of its own, by which entries find it)", name);
    }
    int capacity = capacity(field(line, columns, "capacity"));
    UUID level = rooms.levels().root(caller).id();
    for (String step : List.of(field(line, columns, "building"), field(line, columns, "floor"))) {
      level = step.isEmpty() ? level : rooms.levels().named(caller, level, step).id();
    }
    byName.put(key(name), rooms.roomNamed(caller, level, name, capacity));
  }

  private static int capacity(String text) throws BrokenEntryException {
    if (text.isEmpty()) {
      return 0;
    }
    try {
      int capacity = Integer.parseInt(text);
      if (capacity >= 0 && capacity <= LARGEST_CAPACITY) {
        return capacity;
      }
    } catch (NumberFormatException e) {
      // said below, as for a number out of range
    }
    throw new BrokenEntryException(
        "capacity: %s (expected: a number of seats, or nothing)", IcsTime.shortened(text));
  }

  private static String field(CsvRecord line, Map<String, Integer> columns, String name) {
    Integer column = columns.get(name);
    return column == null || column >= line.getFieldCount() ? "" : line.getField(column).strip();
  }

  private static String key(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }

  /** The room of that name, whatever its capitals. */
  Optional<MeetingRoom> find(String name) {
    return Optional.ofNullable(byName.get(key(name)));
  }

  /** How many rooms there are. */
  int size() {
    return byName.size();
  }

  /** How many lines could not be used. */
  long skipped() {
    return skipped;
  }
}
