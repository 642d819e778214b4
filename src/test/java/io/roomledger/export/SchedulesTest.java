package io.roomledger.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.export.ExportOrder.Encryption;
import io.roomledger.export.ExportOrder.Handling;
import io.roomledger.identity.Caller;
import io.roomledger.schedule.Rhythm;
import io.roomledger.schedule.Rhythm.Every;
import io.roomledger.schedule.Schedule;
import io.roomledger.schedule.Schedule.Status;
import io.roomledger.schedule.Schedules;
import io.roomledger.schedule.Span;
import io.roomledger.seal.Seal;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Exports that are ordered again and again. */
class SchedulesTest extends ExportsHouse {
  private static final Rhythm NIGHTLY =
      new Rhythm(Every.DAY, 1, LocalTime.of(3, 0), ZoneId.of("Europe/Berlin"));
  private static final Duration DAY = Duration.ofDays(1);

  private Schedules schedules;

  @BeforeEach
  void openDoor() {
    schedules = new Schedules(house, exports);
  }

  private static ExportOrder named(String fileName, Handling handling) {
    ExportOrder order = order("notes.json");
    return new ExportOrder(
        order.recipe(), order.period(), order.selection(), fileName, Optional.empty(), handling);
  }

  private static Schedule.Draft draft(Span span, Optional<Integer> keepLast) {
    return new Schedule.Draft(
        "nightly", NIGHTLY, span, named("notes-{date}.zip", Handling.PLAIN), keepLast);
  }

  private Schedule added(Caller caller, Span span) {
    return schedules.add(caller, draft(span, Optional.empty()));
  }

  private List<ExportJob> ordered() {
    return exports.list(OPERATOR, Optional.empty(), 50).items().reversed();
  }

  private int ranLater(Duration later) {
    clock.tick(later);
    int ran = schedules.run();
    jobs.runAll();
    return ran;
  }

  @Test
  void itRunsAtItsTimeOnceAndSaysWhenNext() {
    Schedule schedule = added(OPERATOR, Span.LAST_DAY);
    assertThat(schedule.state().nextAt()).contains(Instant.parse("2026-03-03T02:00:00Z"));
    assertThat(schedules.run()).isZero();

    assertThat(ranLater(DAY)).isEqualTo(1);
    assertThat(schedules.run()).isZero();

    ExportJob export = ordered().getFirst();
    assertThat(export.order().fileName()).isEqualTo("notes-2026-03-03.zip");
    assertThat(export.order().period())
        .isEqualTo(
            new Period(
                Instant.parse("2026-03-01T23:00:00Z"), Instant.parse("2026-03-02T23:00:00Z")));
    assertThat(export.result()).isPresent();
    Schedule now = schedules.get(OPERATOR, schedule.id());
    assertThat(now.state().nextAt()).contains(Instant.parse("2026-03-04T02:00:00Z"));
    assertThat(now.last()).contains(export.id());
    assertThat(actions()).containsExactly("schedule.added", "export.ordered", "export.done");
  }

  @Test
  void whatWasMissedIsMadeUpForByOneRunWithAllItsDays() {
    Schedule schedule = added(OPERATOR, Span.LAST_DAY);

    assertThat(ranLater(Duration.ofDays(4))).isEqualTo(1);

    assertThat(ordered()).hasSize(1);
    assertThat(ordered().getFirst().order().period())
        .isEqualTo(
            new Period(
                Instant.parse("2026-03-01T23:00:00Z"), Instant.parse("2026-03-05T23:00:00Z")));
    assertThat(schedules.get(OPERATOR, schedule.id()).state().nextAt())
        .contains(Instant.parse("2026-03-07T02:00:00Z"));
  }

  @Test
  void sinceTheLastBeginsWhereTheLastThatWasDoneEnded() {
    Schedule _ = added(OPERATOR, Span.SINCE_LAST);
    int _ = ranLater(DAY);
    clock.tick(DAY);
    notes.lie = 1;
    schedules.run();
    for (int i = 0; i < 3; i++) {
      jobs.runAllLater(Duration.ofHours(1));
    }
    notes.lie = 0;
    int _ = ranLater(DAY);

    List<Period> periods = ordered().stream().map(export -> export.order().period()).toList();
    Instant first = Instant.parse("2026-03-03T02:00:00Z");
    assertThat(periods)
        .containsExactly(
            new Period(Period.ALWAYS.from(), first),
            new Period(first, Instant.parse("2026-03-04T02:00:00Z")),
            // the second was not done, so the third has its time too
            new Period(first, Instant.parse("2026-03-05T02:00:00Z")));
  }

  @Test
  void changesAreThoseSinceTheLastThatWasDone() {
    Schedule _ = added(OPERATOR, Span.CHANGES);
    int _ = ranLater(DAY);
    int _ = ranLater(DAY);

    List<ExportJob> all = ordered();
    assertThat(all.getFirst().order().selection().one("since")).isEmpty();
    assertThat(all.getLast().order().selection().one("since"))
        .contains(Long.toString(all.getFirst().id()));
  }

  @Test
  void pausedItRestsAndDeletedItIsGone() {
    Schedule schedule = added(OPERATOR, Span.LAST_DAY);
    assertThat(schedules.pause(OPERATOR, schedule.id()).state().status()).isEqualTo(Status.PAUSED);
    assertThat(ranLater(Duration.ofDays(3))).isZero();
    assertThat(schedules.resume(OPERATOR, schedule.id()).state().nextAt())
        .contains(Instant.parse("2026-03-06T02:00:00Z"));
    assertThat(ranLater(DAY)).isEqualTo(1);
    schedules.delete(OPERATOR, schedule.id());
    assertThat(ranLater(DAY)).isZero();
    assertThat(schedules.list(OPERATOR)).isEmpty();
    assertThatThrownBy(() -> schedules.get(OPERATOR, schedule.id()))
        .hasMessageContaining("not found");
    assertThat(actions()).contains("schedule.paused", "schedule.resumed", "schedule.deleted");
  }

  @Test
  void onlyTheNewestFilesAreKept() {
    Schedule _ = schedules.add(OPERATOR, draft(Span.LAST_DAY, Optional.of(2)));
    long other = ordered("notes.json");
    for (int i = 0; i < 4; i++) {
      int _ = ranLater(DAY);
    }

    assertThat(schedules.tidy()).isEqualTo(2);
    assertThat(schedules.tidy()).isZero();
    assertThat(ordered().stream().map(export -> export.expiredAt().isPresent()))
        .containsExactly(false, true, true, false, false);
    assertThat(exports.get(OPERATOR, other).expiredAt()).isEmpty();
  }

  @Test
  void itRunsWithTheRightsOfItsOwnerAndStopsWithThem() {
    Caller.Person ann = person("ann", "admin");
    Caller.Person ben = person("ben", "user");
    assertThatThrownBy(() -> added(ben, Span.LAST_DAY)).isInstanceOf(RefusedException.class);
    Schedule hers = added(ann, Span.LAST_DAY);
    assertThat(schedules.list(ben)).isEmpty();
    assertThatThrownBy(() -> schedules.pause(ben, hers.id())).hasMessageContaining("not found");
    assertThat(schedules.list(OPERATOR)).containsExactly(hers);
    assertThat(ranLater(DAY)).isEqualTo(1);
    assertThat(ordered().getFirst().owner()).isEqualTo("account:ann");

    database
        .jdbi()
        .useHandle(handle -> handle.execute("UPDATE account SET active = false WHERE id = 'ann'"));
    assertThat(ranLater(DAY)).isZero();
    Schedule.State state = schedules.get(OPERATOR, hers.id()).state();
    assertThat(state.status()).isEqualTo(Status.STOPPED);
    assertThat(state.reason()).contains("no longer active");
    assertThat(state.nextAt()).isEmpty();
    assertThat(ranLater(DAY)).isZero();
    assertThat(actions()).contains("schedule.stopped");
  }

  @Test
  void whatTheSourceRefusesStopsItWithThatReason() {
    Schedule schedule = added(OPERATOR, Span.LAST_DAY);
    notes.refusal = Optional.of(new Refusal.NotFound(Refusal.Thing.CHAT_ROOM, "GENERAL"));

    assertThat(ranLater(DAY)).isZero();

    assertThat(schedules.get(OPERATOR, schedule.id()).state().reason())
        .isEqualTo("chat room GENERAL: not found (expected: an existing chat room)");
    assertThat(ordered()).isEmpty();
    assertThat(actions()).containsExactly("schedule.added", "export.refused", "schedule.stopped");
  }

  @Test
  void aPassphraseIsKeptSealedAsLongAsTheScheduleIsThere() throws Exception {
    notes.add(0, 3);
    String passphrase = "correct horse battery staple";
    Handling handling =
        new Handling(new Encryption.WithPassphrase(passphrase), List.of(), Optional.empty());
    Schedule schedule =
        schedules.add(
            OPERATOR,
            new Schedule.Draft(
                "n", NIGHTLY, Span.EVERYTHING, named("n.zip", handling), Optional.empty()));
    assertThat(schedule.draft().order().handling().encryption())
        .isEqualTo(new Encryption.WithPassphrase(""));
    int _ = ranLater(DAY);

    Path file = file(ordered().getFirst().id());
    try (FileChannel clear = Seal.of(file).opened(file, passphrase)) {
      assertThat(Verification.of(clear, Optional.empty()).problems()).isEmpty();
    }
    schedules.delete(OPERATOR, schedule.id());
    long kept =
        database
            .jdbi()
            .withHandle(handle ->
                handle
                    .createQuery(
                        "SELECT count(*) FROM export_schedule WHERE passphrase IS NOT NULL")
                    .mapTo(Long.class)
                    .one());
    assertThat(kept).isZero();
  }

  @Test
  void whatIsNoScheduleIsRefused() {
    ExportOrder good = named("n.zip", Handling.PLAIN);
    for (Schedule.Draft wrong :
        List.of(
            new Schedule.Draft("", NIGHTLY, Span.LAST_DAY, good, Optional.empty()),
            new Schedule.Draft("n", NIGHTLY, Span.LAST_DAY, good, Optional.of(0)),
            new Schedule.Draft(
                "n", NIGHTLY, Span.LAST_DAY, named("a/b", Handling.PLAIN), Optional.empty()),
            new Schedule.Draft(
                "n", NIGHTLY, Span.LAST_DAY, order("nothing.json"), Optional.empty()))) {
      assertThatThrownBy(() -> schedules.add(OPERATOR, wrong))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("expected");
    }
    assertThat(schedules.list(OPERATOR)).isEmpty();
  }
}
