package io.roomledger.console;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

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
import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A conference: what happened in it, who was there, its recordings, and all of it as a zip. */
final class ConferencePages {
  private final Gate gate;
  private final Pages pages;
  private final Console.Recorded doors;
  private final Exports exports;
  private final Accounts accounts;

  ConferencePages(
      Gate gate, Pages pages, Console.Recorded doors, Exports exports, Accounts accounts) {
    this.gate = gate;
    this.pages = pages;
    this.doors = doors;
    this.exports = exports;
    this.accounts = accounts;
  }

  /**
   * A conference.
   *
   * @param moments what happened, oldest first
   * @param people the user names of who was there
   * @param names what those are called who are named in it, by user name in small letters
   * @param recordings which there are, if they may be seen
   */
  record Meeting(
      Conference conference,
      List<Moment> moments,
      List<String> people,
      Map<String, String> names,
      List<Recording> recordings) {
    String address() {
      return "/conferences/" + conference.id();
    }

    /** What the one is called who did it; empty if that is not known. */
    String name(Moment moment) {
      return moment.who().map(it -> names.getOrDefault(it.toLowerCase(Locale.ROOT), it)).orElse("");
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
        visit,
        "conference",
        new Meeting(conference, moments, people, names(visit, moments), recordings(visit, id)));
  }

  private Map<String, String> names(Visit visit, List<Moment> moments) {
    Set<String> users = moments.stream().flatMap(it -> it.who().stream()).collect(toSet());
    return accounts.findByUsernames(visit.caller().organisation(), users).stream()
        .collect(toMap(it -> it.username().toLowerCase(Locale.ROOT), Account::name, (a, _) -> a));
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
