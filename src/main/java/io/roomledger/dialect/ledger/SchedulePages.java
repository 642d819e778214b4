// docs/ledger-api.md#schedules-and-webhooks
package io.roomledger.dialect.ledger;

import io.roomledger.base.Refusal;
import io.roomledger.export.Exports;
import io.roomledger.schedule.Rhythm;
import io.roomledger.schedule.Schedule;
import io.roomledger.schedule.Schedules;
import io.roomledger.schedule.Span;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Exports that are ordered again and again. */
final class SchedulePages {
  private static final String TAG = "Schedules";
  private static final String ONE = "/schedules/{schedule}";

  private final Schedules schedules;
  private final Exports exports;

  SchedulePages(Schedules schedules, Exports exports) {
    this.schedules = schedules;
    this.exports = exports;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/schedules", TAG, "The caller's schedules; everybody's for who manages exports.")
            .needs(Gate.EXPORTS_READ)
            .gives(ScheduleList.class, this::list),
        Route.post("/schedules", TAG, "Adds an export that is ordered again and again.")
            .needs(Gate.EXPORTS_WRITE)
            .takes(ScheduleWish.class)
            .refuses(404, 409)
            .gives(201, "It is added.", ScheduleView.class, this::add),
        Route.get(ONE, TAG, "One schedule.")
            .needs(Gate.EXPORTS_READ)
            .gives(
                ScheduleView.class, ask -> ScheduleView.of(schedules.get(ask.caller(), id(ask)))),
        Route.post(ONE + "/pause", TAG, "Lets it rest until it is resumed.")
            .needs(Gate.EXPORTS_WRITE)
            .gives(
                ScheduleView.class, ask -> ScheduleView.of(schedules.pause(ask.caller(), id(ask)))),
        Route.post(ONE + "/resume", TAG, "Lets it run again, from its next time on.")
            .needs(Gate.EXPORTS_WRITE)
            .gives(
                ScheduleView.class,
                ask -> ScheduleView.of(schedules.resume(ask.caller(), id(ask)))),
        Route.delete(ONE, TAG, "Deletes it; what came of it stays.")
            .needs(Gate.EXPORTS_WRITE)
            .givesNothing("It is deleted.", ask -> schedules.delete(ask.caller(), id(ask))));
  }

  /** What is to be ordered when. */
  record ScheduleWish(
      @Means(value = "Its name for people.", most = 100) String name,
      Rhythm.Every every,
      @Means("1 for Monday to 7, or the day of the month; 1 if it is left out.") Optional<Long> day,
      @Means(value = "The time of day, such as 02:30.", most = 8) String at,
      @Means(value = "Whose clocks, such as Europe/Berlin.", most = 100) String zone,
      @Means("Which period each run exports.") Span span,
      @Means("What; without a period. {date} in the name of the file is the day of the run.")
          ExportWish order,
      @Means("How many of the newest files are kept; all, if it is left out.")
          Optional<Long> keepLast) {
    Rhythm rhythm() {
      try {
        return new Rhythm(
            every, Math.clamp(day.orElse(1L), 0, 100), LocalTime.parse(at), ZoneId.of(zone));
      } catch (DateTimeException wrong) {
        throw Gate.invalid("at", at + " " + zone, "a time such as 02:30, and Europe/Berlin");
      }
    }
  }

  /** Schedules. */
  record ScheduleList(@Means("The oldest first.") List<ScheduleView> schedules) {}

  /** A schedule. */
  record ScheduleView(
      String id,
      String name,
      Rhythm.Every every,
      @Means("The day of the week or of the month.") int day,
      @Means("The time of day.") String at,
      @Means("Whose clocks.") String zone,
      Span span,
      @Means("What kind of file.") String recipe,
      @Means("Which records.") Map<String, List<String>> selection,
      String fileName,
      @Means("How many of the newest files are kept.") Optional<Long> keepLast,
      @Means("Who added it, and with whose rights it runs.") String owner,
      Instant createdAt,
      Schedule.Status status,
      @Means("Why it was stopped.") Optional<String> reason,
      @Means("When it runs next.") Optional<Instant> nextAt,
      @Means("The newest export that came of it.") Optional<String> lastExport) {
    static ScheduleView of(Schedule schedule) {
      Schedule.Draft draft = schedule.draft();
      return new ScheduleView(
          Long.toString(schedule.id()),
          draft.name(),
          draft.rhythm().every(),
          draft.rhythm().day(),
          draft.rhythm().at().toString(),
          draft.rhythm().zone().getId(),
          draft.span(),
          draft.order().recipe(),
          draft.order().selection().values(),
          draft.order().fileName(),
          draft.keepLast().map(Integer::longValue),
          schedule.owner(),
          schedule.createdAt(),
          schedule.state().status(),
          Optional.of(schedule.state().reason()).filter(reason -> !reason.isEmpty()),
          schedule.state().nextAt(),
          schedule.last().map(last -> Long.toString(last)));
    }
  }

  private ScheduleList list(Ask ask) {
    return new ScheduleList(schedules.list(ask.caller()).stream().map(ScheduleView::of).toList());
  }

  private ScheduleView add(Ask ask) {
    ScheduleWish wish = ask.body(ScheduleWish.class);
    if (wish.order().from().isPresent() || wish.order().to().isPresent()) {
      throw Gate.invalid("order.from", "a period", "none, as span says it");
    }
    Schedule.Draft draft =
        new Schedule.Draft(
            wish.name(),
            wish.rhythm(),
            wish.span(),
            wish.order().order("{date}-" + exports.usualName(wish.order().recipe())),
            wish.keepLast().map(count -> Math.clamp(count, 0, Integer.MAX_VALUE)));
    return ScheduleView.of(schedules.add(ask.caller(), draft));
  }

  private static long id(Ask ask) {
    return ExportPages.number(ask.need("schedule"), Refusal.Thing.EXPORT_SCHEDULE);
  }
}
