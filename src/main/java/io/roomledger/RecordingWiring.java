package io.roomledger;

import io.roomledger.booking.MeetingRooms;
import io.roomledger.conference.ConferenceControls;
import io.roomledger.conference.ConferenceInfos;
import io.roomledger.conference.Conferences;
import io.roomledger.conference.FilmPictures;
import io.roomledger.conference.FilmWork;
import io.roomledger.conference.Films;
import io.roomledger.conference.HeldConferences;
import io.roomledger.conference.Keeping;
import io.roomledger.conference.LiveConferences;
import io.roomledger.conference.RecorderFiles;
import io.roomledger.conference.RecordingList;
import io.roomledger.conference.Recordings;
import io.roomledger.conference.Retention;
import io.roomledger.conference.ScheduledConferences;
import io.roomledger.conference.Timelines;
import io.roomledger.conference.Transcripts;
import io.roomledger.conference.Uploads;
import io.roomledger.console.Console;
import io.roomledger.db.Database;
import io.roomledger.dialect.dingtalk.DingTalk;
import io.roomledger.dialect.ledger.Ledger;
import io.roomledger.hold.Holds;
import io.roomledger.intake.recordings.RecordingsImport;
import io.roomledger.intake.recordings.RecordingsWatch;
import io.roomledger.job.Jobs;
import io.roomledger.job.Round;
import io.roomledger.job.Worker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

/** The part of the machine that brings recordings in and keeps them, as {@link Wiring} is whole. */
final class RecordingWiring {
  private final Config config;
  private final Recordings.House house;
  private final Recordings recordings;
  private final Transcripts transcripts;
  private final Uploads uploads;
  private final Films films;
  private final FilmWork filmWork;
  private final Retention retention;

  RecordingWiring(Recordings.House house, Recordings recordings, Jobs jobs, Config config) {
    this.config = config;
    this.house = house;
    this.recordings = recordings;
    uploads = new Uploads(house, config.recordings(), config.uploads());
    films = new Films(house, config.recordings(), config.films());
    filmWork = new FilmWork(recordings, house, config.recordings(), config.films(), jobs);
    transcripts = new Transcripts(house.database(), recordings);
    retention = new Retention(house, config.recordings(), config.retention());
  }

  /** What was said in recordings. */
  Transcripts transcripts() {
    return transcripts;
  }

  /** What the console shows. */
  Console.Recorded recorded() {
    var conferences = new Conferences(house.database(), house.audit(), house.clock());
    return new Console.Recorded(
        list(),
        recordings,
        new FilmPictures(house, recordings),
        transcripts,
        new Console.Kept(
            holds(), retention, new Keeping(recordings, house, config.retention()), filmWork),
        new Console.Held(new Timelines(house.database(), conferences), conferences));
  }

  private Holds holds() {
    return new Holds(house.database(), house.audit(), house.clock());
  }

  private RecordingList list() {
    return new RecordingList(
        house.database(), house.accounts(), config.recordings(), house.clock());
  }

  /** What the server's own API does with recordings. */
  Ledger.RecordingDoors doors(Conferences conferences) {
    Ledger.Stories stories =
        new Ledger.Stories(new Timelines(house.database(), conferences), transcripts, filmWork);
    return new Ledger.RecordingDoors(
        uploads, recordings, list(), films, new Ledger.Keeping(holds(), retention), stories);
  }

  /** What DingTalk's programs reach. */
  DingTalk.Doors dingTalk(Conferences conferences, LiveConferences live, MeetingRooms rooms) {
    Database database = house.database();
    return new DingTalk.Doors(
        new DingTalk.Meetings(
            live,
            new ConferenceControls(database, house.audit(), house.clock()),
            new ConferenceInfos(database, conferences),
            new HeldConferences(database),
            new ScheduledConferences(database, house.audit(), house.clock(), live)),
        new DingTalk.Tapes(recordings, transcripts, films),
        rooms);
  }

  /** The importer of folders of recordings. */
  RecordingsImport recordingsImport() {
    return new RecordingsImport(recordings, transcripts, house.accounts(), house.clock());
  }

  /** The watcher of a recorder's folder, with that pause between two looks. */
  RecordingsWatch recordingsWatch(Duration pause) {
    return new RecordingsWatch(
        recordingsImport(),
        new RecorderFiles(house.database(), house.clock()),
        house.clock(),
        pause);
  }

  /** What does the work on films. */
  Worker worker() {
    return filmWork;
  }

  /** What is repeated as long as the server runs. */
  List<Round> rounds() {
    return List.of(
        round("uploads.tend", Duration.ofMinutes(1), uploads::tend),
        filmWork.round(),
        round("recordings.retention", Duration.ofHours(1), retention::expire));
  }

  /** Work on files, whose faults the log tells. */
  private interface Work {
    void done() throws IOException, InterruptedException;
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
          } catch (InterruptedException e) {
            // the server stops; the next one goes on
            Thread.currentThread().interrupt();
          }
        });
  }
}
