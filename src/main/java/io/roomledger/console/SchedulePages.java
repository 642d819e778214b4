package io.roomledger.console;

import io.roomledger.base.RefusedException;
import io.roomledger.export.ExportJob;
import io.roomledger.http.Answer;
import io.roomledger.http.Endpoint;
import io.roomledger.schedule.Rhythm;
import io.roomledger.schedule.Schedule;
import io.roomledger.schedule.Schedules;
import java.time.DayOfWeek;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Optional;

/** Exports that are ordered again and again: when next, what came of them, and their end. */
final class SchedulePages {
  private static final int RUNS = 3;

  private final Gate gate;
  private final Pages pages;
  private final Console.Doors doors;
  private final Schedules schedules;
  private final ExportTitles titles;

  SchedulePages(Gate gate, Pages pages, Console.Doors doors, ExportTitles titles) {
    this.gate = gate;
    this.pages = pages;
    this.doors = doors;
    this.schedules = doors.exporting().schedules();
    this.titles = titles;
  }

  /** All schedules that somebody may see. */
  record Listing(List<Row> rows) {}

  /**
   * A schedule as it is shown.
   *
   * @param what what it exports, in words
   * @param when when, in words
   * @param mine whether whoever looks owns it, and so may change it
   * @param runs what came of it last, the newest first
   */
  record Row(Schedule schedule, String what, String when, boolean mine, List<ExportView> runs) {
    String state() {
      return schedule.state().status().name().toLowerCase(java.util.Locale.ROOT);
    }

    String address() {
      return "/schedules/" + schedule.id();
    }
  }

  List<Endpoint> endpoints() {
    return List.of(
        gate.page("/schedules", this::list),
        gate.post("/schedules/{id}/pause", this::pause),
        gate.post("/schedules/{id}/resume", this::resume),
        gate.post("/schedules/{id}/run", this::run),
        gate.page("/schedules/{id}/delete", this::sureToDelete),
        gate.post("/schedules/{id}/delete", this::delete));
  }

  private Answer list(Visit visit) {
    List<Row> rows = schedules.list(visit.caller()).stream().map(it -> row(visit, it)).toList();
    return pages.page(visit, "schedules", new Listing(rows));
  }

  private Row row(Visit visit, Schedule schedule) {
    List<ExportView> runs =
        schedules.runs(visit.caller(), schedule.id(), RUNS).stream()
            .flatMap(id -> run(visit, id).stream())
            .toList();
    return new Row(
        schedule,
        titles.title(visit, schedule.draft().order()),
        when(visit, schedule.draft().rhythm()),
        schedule.owner().equals(visit.caller().key()),
        runs);
  }

  /** One of them; nothing, if it was somebody else's then. */
  private Optional<ExportView> run(Visit visit, long id) {
    try {
      ExportJob job = doors.exports().get(visit.caller(), id);
      return titles.views(visit, List.of(job)).stream().findFirst();
    } catch (RefusedException foreign) {
      return Optional.empty();
    }
  }

  private static String when(Visit visit, Rhythm rhythm) {
    String at = rhythm.at().toString();
    String zone = rhythm.zone().getId();
    return switch (rhythm.every()) {
      case DAY -> visit.say("schedule.day", at, zone);
      case WEEK ->
          visit.say(
              "schedule.week",
              DayOfWeek.of(rhythm.day())
                  .getDisplayName(TextStyle.FULL, visit.manners().words().locale()),
              at,
              zone);
      case MONTH -> visit.say("schedule.month", rhythm.day(), at, zone);
    };
  }

  private Answer pause(Visit visit) {
    Schedule _ = schedules.pause(visit.caller(), visit.number("id"));
    return Pages.redirect(visit, "/schedules?said=paused");
  }

  private Answer resume(Visit visit) {
    Schedule _ = schedules.resume(visit.caller(), visit.number("id"));
    return Pages.redirect(visit, "/schedules?said=resumed");
  }

  private Answer run(Visit visit) {
    long export = schedules.runNow(visit.caller(), visit.number("id"));
    return Pages.redirect(visit, "/exports/" + export + "?said=ordered");
  }

  private Answer sureToDelete(Visit visit) {
    Schedule schedule = schedules.get(visit.caller(), visit.number("id"));
    return pages.page(
        visit,
        "sure",
        new Sure(
            visit.say("sure.schedule"),
            visit.say("sure.scheduleText", schedule.draft().name()),
            "/schedules/" + schedule.id() + "/delete",
            visit.say("schedule.delete"),
            "/schedules"));
  }

  private Answer delete(Visit visit) {
    schedules.delete(visit.caller(), visit.number("id"));
    return Pages.redirect(visit, "/schedules?said=scheduleDeleted");
  }
}
