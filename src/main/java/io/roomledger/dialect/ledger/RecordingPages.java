// docs/ledger-api.md#recordings
package io.roomledger.dialect.ledger;

import io.roomledger.base.Page;
import io.roomledger.base.Refusal;
import io.roomledger.conference.ListedRecording;
import io.roomledger.conference.Recording;
import io.roomledger.conference.RecordingFile;
import io.roomledger.conference.RecordingKind;
import io.roomledger.conference.RecordingList;
import io.roomledger.conference.RecordingQuery;
import io.roomledger.conference.RecordingState;
import io.roomledger.conference.Recordings;
import io.roomledger.http.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The list of all recordings, and each of them with its bytes. */
final class RecordingPages {
  static final List<String> FILMS = List.of("video/mp4", "video/quicktime", "video/webm");
  private static final String TAG = "Recordings";
  private static final int USUAL = 50;
  private static final int MOST = 500;

  private final Recordings recordings;
  private final RecordingList list;

  RecordingPages(Recordings recordings, RecordingList list) {
    this.recordings = recordings;
    this.list = list;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/recordings", TAG, "All recordings that the caller may see, the newest first.")
            .needs(Gate.READ)
            .withPeriod("Begun")
            .with(
                Param.query("person", Shape.text(), "The user name of somebody who took part."),
                Param.query("title", Shape.text(), "What the title contains."),
                Param.query("state", Shape.oneOf(RecordingState.class), "How far it is."),
                Param.after(),
                Param.limit(USUAL, MOST))
            .gives(RecordingPage.class, this::page),
        Route.get("/recordings/{recording}", TAG, "One recording.")
            .needs(Gate.READ)
            .gives(RecordingView.class, this::one),
        Route.get("/recordings/{recording}/file", TAG, "Its bytes, by ranges; damaged ones too.")
            .needs(Gate.READ)
            .refuses(409)
            .givesFileOrPlace("The film.", FILMS, this::file));
  }

  /** A page of recordings. */
  record RecordingPage(
      @Means("The newest first.") List<RecordingEntry> recordings,
      @Means(
              "The key of the next page. With a filter a page looks at 5,000 recordings and no"
                  + " more, so it may be short, or empty, and still have a next one.")
          Optional<String> next) {}

  /** A recording in the list. */
  record RecordingEntry(
      String id,
      String title,
      @Means("The conference; null while it is not made yet.") Optional<String> conference,
      String conferenceTitle,
      @Means("Who recorded it.") PersonView recorder,
      Instant startedAt,
      Optional<Instant> endedAt,
      RecordingState state,
      @Means("What is wrong, if something is.") Optional<String> reason,
      @Means("Whether it must not be deleted.") boolean held,
      @Means("Whether there is a small picture.") boolean thumbnail) {
    static RecordingEntry of(ListedRecording listed) {
      ListedRecording.Progress progress = listed.progress();
      return new RecordingEntry(
          listed.id().toString(),
          listed.title(),
          listed.where().conference(),
          listed.where().title(),
          new PersonView(listed.owner().username(), listed.owner().name()),
          listed.startedAt(),
          progress.endedAt(),
          progress.state(),
          progress.reason(),
          progress.held(),
          progress.pictured());
    }
  }

  /** A person. */
  record PersonView(
      @Means("The user name.") String username, @Means("The name for people.") String name) {}

  /** A recording. */
  record RecordingView(
      String id,
      String title,
      String conference,
      @Means("What all recordings of that time in the conference share.") String session,
      Instant startedAt,
      Instant endedAt,
      @Means("Who says when it began.") Recording.Clockwork timedBy,
      @Means("How long it plays, in milliseconds; null if that is not known.")
          Optional<Duration> duration,
      RecordingKind kind,
      @Means("In bytes.") long size,
      String mediaType,
      String region,
      @Means("SHA-256 of its bytes in hexadecimal digits.") String sha256,
      RecordingState state,
      @Means("What is wrong, if something is.") Optional<String> reason) {
    static RecordingView of(Recording recording) {
      Recording.Take take = recording.take();
      Recording.VideoFile file = recording.file();
      return new RecordingView(
          recording.id().toString(),
          recording.title(),
          recording.origin().conference(),
          recording.origin().session(),
          take.startedAt(),
          take.endedAt(),
          take.timedBy(),
          take.duration(),
          take.kind(),
          file.size(),
          file.mediaType(),
          file.region(),
          file.sha256(),
          recording.ready() ? RecordingState.READY : RecordingState.DAMAGED,
          recording.condition() instanceof Recording.Damaged(String reason)
              ? Optional.of(reason)
              : Optional.empty());
    }
  }

  private RecordingPage page(Ask ask) {
    RecordingQuery.Filter filter =
        new RecordingQuery.Filter(
            ask.text("person"),
            ask.text("title").filter(title -> !title.isEmpty()),
            ask.choice("state", RecordingState.class));
    Page<ListedRecording> page =
        list.page(
            ask.caller(), new RecordingQuery(ask.period(), filter, ask.text("after"), ask.limit()));
    return new RecordingPage(page.items().stream().map(RecordingEntry::of).toList(), page.next());
  }

  private RecordingView one(Ask ask) {
    return RecordingView.of(
        recordings.find(ask.caller(), ask.id("recording", Refusal.Thing.RECORDING)));
  }

  private Answer file(Ask ask) {
    return send(recordings.open(ask.caller(), ask.id("recording", Refusal.Thing.RECORDING)), true);
  }

  /**
   * The film.
   *
   * @param elsewhere whether it may be fetched straight from where it lies; not by a player on a
   *     page, whose policy knows this server only
   */
  static Answer send(RecordingFile file, boolean elsewhere) {
    Recording.VideoFile video = file.recording().file();
    return new Answer(
        200,
        Map.of(
            "Content-Type",
            video.mediaType(),
            "Content-Disposition",
            "inline; filename=\"" + file.recording().fileName() + "\"",
            "Cache-Control",
            "private, no-cache"),
        new Answer.Body.File(file.content(), file.addedAt(), video.sha256(), elsewhere));
  }
}
