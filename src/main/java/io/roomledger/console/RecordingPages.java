package io.roomledger.console;

import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.conference.FilmJob;
import io.roomledger.conference.FilmPart;
import io.roomledger.conference.FilmProgress;
import io.roomledger.conference.FilmWork;
import io.roomledger.conference.ListedRecording;
import io.roomledger.conference.Paragraph;
import io.roomledger.conference.Recording;
import io.roomledger.conference.RecordingLink;
import io.roomledger.conference.RecordingQuery;
import io.roomledger.conference.RecordingState;
import io.roomledger.hold.HeldKind;
import io.roomledger.hold.Hold;
import io.roomledger.http.Answer;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Permissions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
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
   * @param person the user name of somebody who had a part
   * @param from the first day, if one was asked for
   * @param to the last day, if one was asked for
   * @param state how far they are, if that was asked for
   * @param next where the next page begins
   */
  record Listing(
      List<ListedRecording> rows,
      String words,
      String person,
      String from,
      String to,
      String state,
      Optional<String> next) {
    /** The states that can be asked for. */
    static final List<String> STATES = List.of("ready", "in-progress", "damaged", "failed");

    /** The address of what is shown, which can be given to others. */
    String address() {
      StringBuilder address = new StringBuilder("/recordings?");
      Map.of("words", words, "person", person, "from", from, "to", to, "state", state)
          .forEach((name, value) -> {
            if (!value.isEmpty()) {
              address
                  .append(name)
                  .append('=')
                  .append(URLEncoder.encode(value, StandardCharsets.UTF_8))
                  .append('&');
            }
          });
      return address.toString();
    }

    boolean filtered() {
      return !(words + person + from + to + state).isEmpty();
    }

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
   * @param keep how it is kept
   * @param work how far the work on it is, if some is under way
   */
  record Film(
      Recording recording,
      String file,
      List<Paragraph> said,
      Keep keep,
      Optional<FilmProgress> work) {
    /**
     * How it is kept.
     *
     * @param keeper whether the person may change that
     * @param leaves when it will be deleted, if ever
     * @param holds what keeps it from that
     */
    record Keep(boolean keeper, Optional<Instant> leaves, List<Hold> holds) {}

    String address() {
      return "/recordings/" + recording.id();
    }

    /** How much of the work on it is done, of 100. */
    int percent() {
      return work.filter(it -> it.total().isPresent() && it.total().get() > 0)
          .map(it -> Math.clamp(100 * it.done() / it.total().get(), 0, 100))
          .orElse(0);
    }

    /** What is wrong with it; empty if it is whole. */
    String damage() {
      return recording.condition() instanceof Recording.Damaged damaged ? damaged.reason() : "";
    }
  }

  List<Endpoint> endpoints() {
    return List.of(
        gate.page("/recordings", this::list),
        gate.page("/films", this::films),
        gate.page("/recordings/{recording}", this::watch),
        gate.page("/recordings/{recording}/picture", this::picture));
  }

  /**
   * Films whose pictures and streams are made, or wait for it.
   *
   * @param jobs in the order in which they were ordered
   * @param most how many are shown at most
   */
  record Films(List<FilmJob> jobs, int most) {
    /** How much of one is done, of 100; empty while that is not known. */
    static Optional<Long> percent(FilmJob job) {
      FilmProgress it = job.progress();
      return it.total()
          .filter(total -> it.running() && total > 0)
          .map(total -> Math.clamp(100 * it.done() / total, 0, 100))
          .map(Integer::longValue);
    }
  }

  private Answer films(Visit visit) {
    return pages.page(
        visit,
        "films",
        new Films(doors.kept().films().list(visit.caller(), FilmWork.LISTED), FilmWork.LISTED));
  }

  private Answer list(Visit visit) {
    String words = visit.asked("words").orElse("");
    String state = visit.asked("state").filter(Listing.STATES::contains).orElse("");
    Optional<String> person = visit.asked("person");
    Optional<LocalDate> from = day(visit, "from");
    Optional<LocalDate> to = day(visit, "to");
    RecordingQuery.Filter filter =
        new RecordingQuery.Filter(
            person,
            Optional.of(words).filter(it -> !it.isEmpty()),
            Optional.of(state).filter(it -> !it.isEmpty()).map(RecordingPages::state));
    var page =
        doors
            .list()
            .page(
                visit.caller(),
                new RecordingQuery(
                    period(visit, from, to), filter, visit.asked("after"), ON_A_PAGE));
    Listing listing =
        new Listing(
            page.items(),
            words,
            person.orElse(""),
            from.map(LocalDate::toString).orElse(""),
            to.map(LocalDate::toString).orElse(""),
            state,
            page.next());
    return pages.page(visit, visit.partial() ? "recordingRows" : "recordings", listing);
  }

  private static RecordingState state(String name) {
    return RecordingState.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private static Optional<LocalDate> day(Visit visit, String name) {
    Optional<String> text = visit.asked(name);
    try {
      return text.map(LocalDate::parse);
    } catch (DateTimeException e) {
      throw new RefusedException(
          new Refusal.Invalid(name, text.orElse(""), "a day such as 2026-01-31"));
    }
  }

  private static Period period(Visit visit, Optional<LocalDate> from, Optional<LocalDate> to) {
    Instant begin = from.map(visit.manners()::start).orElse(Period.ALWAYS.from());
    Instant end = to.map(it -> visit.manners().start(it.plusDays(1))).orElse(Period.ALWAYS.to());
    if (!begin.isBefore(end)) {
      throw new RefusedException(
          new Refusal.Invalid("from", begin.toString(), "a day that is not after the last"));
    }
    return new Period(begin, end);
  }

  private Answer watch(Visit visit) {
    UUID id = id(visit);
    RecordingLink link = doors.recordings().link(visit.caller(), id);
    String file = MEDIA + link.ticket() + "/" + id + "/file";
    List<Paragraph> said = doors.transcripts().of(visit.caller(), id);
    boolean keeper = visit.may(Permissions.MANAGE_RECORDINGS);
    String conference = link.recording().origin().conference();
    List<Hold> holds =
        keeper
            ? doors.kept().holds().ofConference(visit.caller(), conference).stream()
                .filter(hold ->
                    hold.subject().kind() == HeldKind.CONFERENCE
                        || hold.subject().id().equals(id.toString()))
                .filter(hold -> hold.lifted().isEmpty())
                .toList()
            : List.of();
    Film film =
        new Film(
            link.recording(),
            file,
            said,
            new Film.Keep(keeper, doors.kept().keeping().leaves(visit.caller(), id), holds),
            doors.kept().films().progress(visit.caller(), id));
    return pages.page(visit, "recording", film);
  }

  private Answer picture(Visit visit) {
    FilmPart part = doors.pictures().open(visit.caller(), id(visit));
    return new Answer(
        200,
        Map.of("Content-Type", part.mediaType(), "Cache-Control", "private, max-age=3600"),
        new Answer.Body.File(part.content(), part.madeAt(), part.tag()));
  }

  static UUID id(Visit visit) {
    String text = visit.call().pathParameter("recording");
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(new Refusal.NotFound(Refusal.Thing.RECORDING, text));
    }
  }
}
