package io.roomledger;

import io.roomledger.booking.MeetingRooms;
import io.roomledger.booking.ReservationCalendar;
import io.roomledger.booking.ReservationSheet;
import io.roomledger.booking.ReservationSource;
import io.roomledger.booking.Utilisation;
import io.roomledger.booking.UtilisationBook;
import io.roomledger.booking.UtilisationSheet;
import io.roomledger.booking.UtilisationSource;
import io.roomledger.chat.ChatFile;
import io.roomledger.chat.ChatSheet;
import io.roomledger.chat.ChatTranscript;
import io.roomledger.chat.PersonTranscript;
import io.roomledger.conference.ConferencePackageSource;
import io.roomledger.conference.ConferenceSheet;
import io.roomledger.conference.ConferenceSource;
import io.roomledger.conference.Conferences;
import io.roomledger.conference.HeldConferences;
import io.roomledger.conference.ParticipantSource;
import io.roomledger.conference.RecordingSheet;
import io.roomledger.conference.RecordingSource;
import io.roomledger.conference.TimelineSheet;
import io.roomledger.db.Database;
import io.roomledger.dialect.feishu.MeetingExports;
import io.roomledger.dialect.feishu.ResourceReservations;
import io.roomledger.dialect.rocketchat.RocketChat;
import io.roomledger.dialect.rocketchat.RoomExportColumns;
import io.roomledger.export.Recipe;
import io.roomledger.export.format.CsvFormat;
import io.roomledger.export.format.HtmlFormat;
import io.roomledger.export.format.IcsFormat;
import io.roomledger.export.format.JsonLinesFormat;
import io.roomledger.export.format.TextFormat;
import io.roomledger.export.format.WorkbookFormat;
import io.roomledger.export.format.XlsxFormat;
import io.roomledger.identity.Accounts;
import io.roomledger.store.ObjectStore;
import java.time.Clock;
import java.util.List;

/**
 * Every kind of file that can be ordered: which source pours into which sheet, in which format.
 *
 * @param database where sources read
 * @param store where the bytes of files and films are
 */
record Recipes(
    Database database,
    ObjectStore store,
    Accounts accounts,
    MeetingRooms meetingRooms,
    Conferences conferences,
    Clock clock) {

  /** All of them, by name. */
  List<Recipe<?>> all(Config config) {
    var chat = new ChatTranscript(database, accounts, store, file -> address(config, file));
    var wrote = new PersonTranscript(accounts, store);
    var booked = new ReservationSource(meetingRooms, accounts);
    var used = new UtilisationSource(new Utilisation(database, meetingRooms, clock), clock);
    var filmed = new RecordingSource(database, store, conferences, config.recordings(), accounts);
    var held = new ConferencePackageSource(database, store, conferences, config.recordings());
    var met = new ConferenceSource(accounts);
    var html = new HtmlFormat();
    var json = new JsonLinesFormat();
    var csv = new CsvFormat();
    var xlsx = new XlsxFormat();
    var ics = new IcsFormat();
    var book = new WorkbookFormat(UtilisationBook.WORKBOOK);
    return List.of(
        new Recipe<>("chat.html", chat, ChatSheet.SHEET, html, true),
        new Recipe<>("chat.json", chat, ChatSheet.SHEET, json, true),
        new Recipe<>("chat.csv", chat, ChatSheet.SHEET, csv, true),
        new Recipe<>("chat.xlsx", chat, ChatSheet.SHEET, xlsx, true),
        new Recipe<>("chat.text", chat, ChatSheet.SHEET, new TextFormat(), true),
        new Recipe<>("reservations.xlsx", booked, ReservationSheet.TABLE, xlsx, false),
        new Recipe<>("reservations.csv", booked, ReservationSheet.TABLE, csv, false),
        new Recipe<>("reservations.json", booked, ReservationSheet.TABLE, json, false),
        new Recipe<>("reservations.ics", booked, ReservationCalendar.CALENDAR, ics, false),
        new Recipe<>("reservations.xlsx.zip", booked, ReservationSheet.TABLE, xlsx, true),
        new Recipe<>("reservations.csv.zip", booked, ReservationSheet.TABLE, csv, true),
        new Recipe<>("reservations.json.zip", booked, ReservationSheet.TABLE, json, true),
        new Recipe<>("reservations.ics.zip", booked, ReservationCalendar.CALENDAR, ics, true),
        new Recipe<>("utilisation.xlsx", used, UtilisationSheet.TABLE, book, false),
        new Recipe<>("utilisation.csv", used, UtilisationSheet.TABLE, csv, false),
        new Recipe<>("utilisation.json", used, UtilisationSheet.TABLE, json, false),
        new Recipe<>("utilisation.xlsx.zip", used, UtilisationSheet.TABLE, book, true),
        new Recipe<>("utilisation.csv.zip", used, UtilisationSheet.TABLE, csv, true),
        new Recipe<>("utilisation.json.zip", used, UtilisationSheet.TABLE, json, true),
        new Recipe<>("recordings.xlsx", filmed, RecordingSheet.table(), xlsx, false),
        new Recipe<>("recordings.csv", filmed, RecordingSheet.table(), csv, false),
        new Recipe<>("recordings.json", filmed, RecordingSheet.table(), json, false),
        new Recipe<>("recordings.xlsx.zip", filmed, RecordingSheet.table(), xlsx, true),
        new Recipe<>("recordings.csv.zip", filmed, RecordingSheet.table(), csv, true),
        new Recipe<>("recordings.json.zip", filmed, RecordingSheet.table(), json, true),
        new Recipe<>("conferences.xlsx", met, ConferenceSheet.TABLE, xlsx, false),
        new Recipe<>("conferences.csv", met, ConferenceSheet.TABLE, csv, false),
        new Recipe<>("conferences.json", met, ConferenceSheet.TABLE, json, false),
        new Recipe<>("conferences.xlsx.zip", met, ConferenceSheet.TABLE, xlsx, true),
        new Recipe<>("conferences.csv.zip", met, ConferenceSheet.TABLE, csv, true),
        new Recipe<>("conferences.json.zip", met, ConferenceSheet.TABLE, json, true),
        new Recipe<>("conference.zip", held, TimelineSheet.table(), json, true),
        new Recipe<>(RocketChat.HTML, chat, ChatSheet.SHEET, html, true),
        new Recipe<>(RocketChat.JSON, chat, RoomExportColumns.SHEET, json, true),
        new Recipe<>(RocketChat.PERSON_HTML, wrote, ChatSheet.OF_PERSON, html, true),
        new Recipe<>(RocketChat.PERSON_JSON, wrote, RoomExportColumns.OF_PERSON, json, true),
        ResourceReservations.recipe(booked, xlsx, config.feishu()),
        MeetingExports.meetings(met, xlsx, accounts, config.feishu()),
        MeetingExports.participants(
            new ParticipantSource(new HeldConferences(database)), xlsx, accounts, config.feishu()));
  }

  /** Where whoever may read a message can have its file. */
  private static String address(Config config, ChatFile file) {
    return config.server().address() + RocketChat.fileAddress(file.id(), file.name());
  }
}
