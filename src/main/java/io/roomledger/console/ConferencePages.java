package io.roomledger.console;

import io.roomledger.base.Period;
import io.roomledger.base.RefusedException;
import io.roomledger.conference.Conference;
import io.roomledger.conference.Moment;
import io.roomledger.conference.Recording;
import io.roomledger.export.ExportJob;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.Exports;
import io.roomledger.export.Selection;
import io.roomledger.http.Answer;
import io.roomledger.http.Endpoint;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A conference: what happened in it, who was there, its recordings, and all of it as a zip. */
final class ConferencePages {
  private final Gate gate;
  private final Pages pages;
  private final Console.Recorded doors;
  private final Exports exports;

  ConferencePages(Gate gate, Pages pages, Console.Recorded doors, Exports exports) {
    this.gate = gate;
    this.pages = pages;
    this.doors = doors;
    this.exports = exports;
  }

  /**
   * A conference.
   *
   * @param moments what happened, oldest first
   * @param people the user names of who was there
   * @param recordings which there are, if they may be seen
   */
  record Meeting(
      Conference conference,
      List<Moment> moments,
      List<String> people,
      List<Recording> recordings) {
    String address() {
      return "/conferences/" + conference.id();
    }

    /** The name of what happened, for words. */
    static String what(Moment moment) {
      return moment.what().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  List<Endpoint> endpoints() {
    return List.of(
        gate.page("/conferences/{conference}", this::show),
        gate.post("/conferences/{conference}/export", this::export));
  }

  private Answer show(Visit visit) {
    String id = visit.call().pathParameter("conference");
    Conference conference = doors.held().conferences().find(visit.caller(), id);
    List<Moment> moments = doors.held().timelines().of(visit.caller(), id);
    List<String> people =
        moments.stream()
            .filter(it -> it.what() == Moment.What.JOINED)
            .flatMap(it -> it.who().stream())
            .distinct()
            .toList();
    return pages.page(
        visit, "conference", new Meeting(conference, moments, people, recordings(visit, id)));
  }

  /** Of a closed conference none are handed out; the rest of it can still be read. */
  private List<Recording> recordings(Visit visit, String id) {
    try {
      return doors.recordings().list(visit.caller(), id);
    } catch (RefusedException closed) {
      return List.of();
    }
  }

  private Answer export(Visit visit) {
    String id = visit.call().pathParameter("conference");
    Conference conference = doors.held().conferences().find(visit.caller(), id);
    ExportJob ordered =
        exports.order(
            visit.caller(),
            new ExportOrder(
                "conference.zip",
                Period.ALWAYS,
                Selection.of("conference", conference.id()),
                "conference-" + conference.id() + ".zip",
                Optional.empty()));
    return Pages.redirect(visit, "/exports/" + ordered.id() + "?said=ordered");
  }
}
