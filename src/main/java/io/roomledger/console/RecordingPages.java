package io.roomledger.console;

import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.conference.FilmPart;
import io.roomledger.conference.ListedRecording;
import io.roomledger.conference.Paragraph;
import io.roomledger.conference.Recording;
import io.roomledger.conference.RecordingLink;
import io.roomledger.conference.RecordingQuery;
import io.roomledger.http.Answer;
import io.roomledger.http.Endpoint;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Recordings: which there are, and one of them to watch while what is said goes along. */
final class RecordingPages {
  private static final int ON_A_PAGE = 24;

  /** Where links to recordings are answered. */
  private static final String MEDIA = "/ledger/v1/media/";

  private final Gate gate;
  private final Pages pages;
  private final Console.Recorded doors;

  RecordingPages(Gate gate, Pages pages, Console.Recorded doors) {
    this.gate = gate;
    this.pages = pages;
    this.doors = doors;
  }

  /**
   * A page of recordings, the newest first.
   *
   * @param words what their titles were looked for by
   * @param next where the next page begins
   */
  record Listing(List<ListedRecording> rows, String words, Optional<String> next) {
    /** The name of a state, for words and for how it looks. */
    static String state(ListedRecording row) {
      return row.progress().state().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * A recording to watch.
   *
   * @param file where its bytes are, for as long as the link to it lives
   * @param said what is said in it
   */
  record Film(Recording recording, String file, List<Paragraph> said) {
    /** What is wrong with it; empty if it is whole. */
    String damage() {
      return recording.condition() instanceof Recording.Damaged damaged ? damaged.reason() : "";
    }
  }

  List<Endpoint> endpoints() {
    return List.of(
        gate.page("/recordings", this::list),
        gate.page("/recordings/{recording}", this::watch),
        gate.page("/recordings/{recording}/picture", this::picture));
  }

  private Answer list(Visit visit) {
    String words = visit.asked("words").orElse("");
    RecordingQuery.Filter filter =
        words.isEmpty()
            ? RecordingQuery.Filter.NONE
            : new RecordingQuery.Filter(Optional.empty(), Optional.of(words), Optional.empty());
    var page =
        doors
            .list()
            .page(
                visit.caller(),
                new RecordingQuery(Period.ALWAYS, filter, visit.asked("after"), ON_A_PAGE));
    Listing listing = new Listing(page.items(), words, page.next());
    return pages.page(visit, visit.partial() ? "recordingRows" : "recordings", listing);
  }

  private Answer watch(Visit visit) {
    UUID id = id(visit);
    RecordingLink link = doors.recordings().link(visit.caller(), id);
    String file = MEDIA + link.ticket() + "/" + id + "/file";
    List<Paragraph> said = doors.transcripts().of(visit.caller(), id);
    return pages.page(visit, "recording", new Film(link.recording(), file, said));
  }

  private Answer picture(Visit visit) {
    FilmPart part = doors.pictures().open(visit.caller(), id(visit));
    return new Answer(
        200,
        Map.of("Content-Type", part.mediaType(), "Cache-Control", "private, max-age=3600"),
        new Answer.Body.File(part.content(), part.madeAt(), part.tag()));
  }

  private static UUID id(Visit visit) {
    String text = visit.call().pathParameter("recording");
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(new Refusal.NotFound(Refusal.Thing.RECORDING, text));
    }
  }
}
