package io.roomledger;

import io.roomledger.chat.ChatIntake;
import io.roomledger.checkup.Checks;
import io.roomledger.console.Console;
import io.roomledger.film.Container;
import io.roomledger.film.Ffmpeg;
import io.roomledger.identity.Accounts;
import io.roomledger.intake.Intake;
import io.roomledger.intake.chat.ChatImport;
import io.roomledger.intake.desk.BroughtKind;
import io.roomledger.intake.desk.ImportWorker;
import io.roomledger.intake.desk.Importer;
import io.roomledger.intake.desk.Imports;
import io.roomledger.intake.desk.Recogniser;
import io.roomledger.intake.ics.IcsImport;
import io.roomledger.intake.recordings.RecordingsImport;
import io.roomledger.job.Round;
import io.roomledger.job.Worker;
import io.roomledger.sample.Sample;
import io.roomledger.stock.Condition;
import io.roomledger.stock.Stock;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The part of the machine that takes in what people bring with a browser. */
final class DeskWiring {
  /** How long files are kept that nobody goes on with. */
  private static final Duration LIFE = Duration.ofDays(7);

  private final Imports.House house;
  private final Accounts accounts;
  private final BookingWiring booked;
  private final RecordingsImport recordings;
  private final Sample sample;
  private final Place place;
  private final Stock stock;
  private final Imports imports;
  private final Worker worker;

  /** By which settings, and where it is kept. */
  record Place(Config config, Path data) {
    /** The disk that it is on, as far as that can be told. */
    Optional<Checks.Disk> disk() {
      try {
        FileStore disk = Files.getFileStore(data);
        return Optional.of(new Checks.Disk(disk.getUsableSpace(), disk.getTotalSpace()));
      } catch (IOException unknown) {
        return Optional.empty();
      }
    }
  }

  DeskWiring(
      Imports.House house,
      Accounts accounts,
      Place place,
      BookingWiring booked,
      RecordingsImport recordings,
      Sample sample) {
    this.house = house;
    this.accounts = accounts;
    this.booked = booked;
    this.recordings = recordings;
    this.sample = sample;
    this.place = place;
    stock = new Stock(house.database(), house.clock(), place.config().retention().recordings());
    imports =
        new Imports(
            house, new Imports.Limits(place.config().uploads().maxSize(), LIFE), recognisers());
    worker = new ImportWorker(house, imports, accounts, importers(), this::fill, stock::count);
  }

  /** The importers of other servers' chats. */
  ChatImporters chat() {
    return new ChatImporters(
        house.database(), accounts, new ChatIntake(house.database(), house.store(), house.audit()));
  }

  /** The importer of calendars. */
  IcsImport calendars(ZoneId floating) {
    return new IcsImport(booked.rooms(), booked.reservations(), accounts, house.clock(), floating);
  }

  Sample sample() {
    return sample;
  }

  /** What the first pages of the console show. */
  Console.Beginning beginning() {
    boolean films = Ffmpeg.find(place.config().films()).isPresent();
    boolean mail = !place.config().mail().host().isEmpty();
    return new Console.Beginning(imports, stock, () -> condition(mail, films));
  }

  private Condition condition(boolean mail, boolean films) {
    return place
        .disk()
        .map(disk -> new Condition(mail, films, disk.freeBytes(), disk.allBytes()))
        .orElse(new Condition(mail, films, -1, -1));
  }

  /** What is counted. */
  Stock stock() {
    return stock;
  }

  Worker worker() {
    return worker;
  }

  Round round() {
    return imports.round();
  }

  private Map<BroughtKind, Recogniser> recognisers() {
    ChatImporters chat = chat();
    IcsImport calendars = calendars(ZoneOffset.UTC);
    return Map.of(
        BroughtKind.SLACK, chat.slack()::inside,
        BroughtKind.ZULIP, chat.zulip()::inside,
        BroughtKind.MATTERMOST, chat.mattermost()::inside,
        BroughtKind.ROCKETCHAT, chat.rocketChat()::inside,
        BroughtKind.CALENDAR, file -> Optional.of(calendars.inside(file)),
        BroughtKind.FILM, file -> Optional.of(film(Container.read(file))));
  }

  private static Map<String, Long> film(Container container) {
    Map<String, Long> inside = new LinkedHashMap<>();
    container.duration().ifPresent(length -> inside.put("seconds", length.toSeconds()));
    container.damage().ifPresent(damage -> inside.put("damaged", 1L));
    return inside;
  }

  private Map<BroughtKind, Importer> importers() {
    ChatImporters chat = chat();
    return Map.of(
        BroughtKind.SLACK,
        (it, intake) -> chat(chat.slack().run(it.operator(), it.path(), intake)),
        BroughtKind.ZULIP,
        (it, intake) -> chat(chat.zulip().run(it.operator(), it.path(), intake)),
        BroughtKind.MATTERMOST,
        (it, intake) -> chat(chat.mattermost().run(it.operator(), it.path(), intake)),
        BroughtKind.ROCKETCHAT,
        (it, intake) -> chat(chat.rocketChat().run(it.operator(), it.path(), intake)),
        BroughtKind.CALENDAR,
        (it, intake) -> reservations(calendars(it.zone()).run(it.operator(), it.path(), intake)),
        BroughtKind.ROOMS,
        (it, intake) ->
            Map.of("meetingRooms", calendars(it.zone()).rooms(it.operator(), it.path(), intake)),
        BroughtKind.FILM,
        (it, intake) -> recordings(recordings.run(it.operator(), it.person(), it.path(), intake)));
  }

  private static Map<String, Long> chat(ChatImport.Result came) {
    Map<String, Long> told = new LinkedHashMap<>();
    told.put("rooms", came.rooms());
    told.put("people", came.people());
    told.put("messages", came.added());
    told.put("there", came.alreadyThere());
    told.put("missing", came.missingFiles());
    return told;
  }

  private static Map<String, Long> reservations(IcsImport.Tally came) {
    Map<String, Long> told = new LinkedHashMap<>();
    told.put("entries", came.entries());
    told.put("meetingRooms", came.rooms());
    told.put("reservations", came.takenIn());
    told.put("there", came.alreadyThere());
    told.put("doubleBooked", came.doubleBooked());
    return told;
  }

  private static Map<String, Long> recordings(RecordingsImport.Outcome came) {
    Map<String, Long> told = new LinkedHashMap<>();
    told.put("recordings", (long) came.added());
    told.put("damaged", (long) came.damaged().size());
    told.put("there", (long) came.known());
    return told;
  }

  private Map<String, Long> fill(Importer.Brought brought, Intake intake) throws IOException {
    sample.fillAround(brought.operator(), brought.person());
    return Map.of();
  }
}
