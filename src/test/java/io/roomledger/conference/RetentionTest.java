package io.roomledger.conference;

import static io.roomledger.conference.ConferenceHouse.CONFERENCE;
import static io.roomledger.conference.ConferenceHouse.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.hold.HeldKind;
import io.roomledger.hold.Hold;
import io.roomledger.hold.HoldFilter;
import io.roomledger.hold.Holds;
import io.roomledger.identity.Caller;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {
  @TempDir Path folder;
  private ConferenceHouse house;
  private Recording recording;
  private Caller boss;

  @BeforeEach
  void open() {
    house = new ConferenceHouse(folder);
    house.conference(CONFERENCE);
    recording = house.recording(CONFERENCE, house.ada, "film");
    boss = house.as(house.boss);
  }

  @AfterEach
  void close() {
    house.close();
  }

  private Retention retention(Duration kept) {
    return new Retention(
        house.house,
        new RecordingSettings("cn-shenzhen", false, Duration.ofHours(2)),
        new RetentionSettings(kept));
  }

  private Holds holds() {
    return new Holds(house.database, house.audit, house.clock);
  }

  private Retention retention() {
    return retention(Duration.ZERO);
  }

  private static void assertRefused(ThrowingCallable call, Class<? extends Refusal> refusal) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.refusal()).isInstanceOf(refusal));
  }

  private boolean there() throws IOException {
    return house.store.find(recording.file().key()).isPresent();
  }

  @Test
  void onlyTheAdministrationHoldsLiftsAndDeletes() {
    Caller ada = house.as(house.ada);
    assertRefused(
        () -> holds().place(ada, HeldKind.CONFERENCE, CONFERENCE, "a case"),
        Refusal.Forbidden.class);
    assertRefused(
        () -> holds().list(ada, HoldFilter.NOW, Optional.empty(), 10), Refusal.Forbidden.class);
    assertRefused(() -> holds().ofConference(ada, CONFERENCE), Refusal.Forbidden.class);
    assertRefused(() -> retention().delete(ada, recording.id(), "old"), Refusal.Forbidden.class);
    assertRefused(
        () -> retention().delete(house.program("far"), recording.id(), "old"),
        Refusal.Forbidden.class);
    assertRefused(
        () -> holds().place(house.program("far"), HeldKind.CONFERENCE, CONFERENCE, "a case"),
        Refusal.NotFound.class);
    assertRefused(() -> retention().delete(boss, recording.id(), " "), Refusal.Invalid.class);
    assertRefused(() -> holds().lift(boss, 77, "over"), Refusal.NotFound.class);
  }

  @Test
  void whatIsDeletedIsGoneWithItsBytesAndAudited() throws IOException {
    retention().delete(boss, recording.id(), "asked for by the works council");
    assertThat(there()).isFalse();
    assertThat(house.audited("recording:" + recording.id()))
        .containsExactly("recording.added", "recording.deleted");
    assertRefused(() -> retention().delete(boss, recording.id(), "again"), Refusal.NotFound.class);
  }

  @Test
  void nobodyDeletesWhatIsHeld() throws IOException {
    Hold hold = holds().place(boss, HeldKind.RECORDING, recording.id().toString(), "a case");
    assertThat(hold.placed().by()).isEqualTo("account:" + house.boss.id());
    for (Caller caller : new Caller[] {boss, house.operator(), house.program("main")}) {
      assertRefused(
          () -> retention().delete(caller, recording.id(), "old"), Refusal.Conflict.class);
    }
    assertThatThrownBy(() ->
            house
                .database
                .jdbi()
                .useHandle(h -> h.execute("DELETE FROM recording WHERE id = ?", recording.id())))
        .isInstanceOf(UnableToExecuteStatementException.class)
        .hasMessageContaining("is held and cannot be deleted");
    assertThat(there()).isTrue();

    Hold lifted = holds().lift(boss, hold.id(), "over");
    assertThat(lifted.lifted()).isPresent();
    assertThat(holds().lift(boss, hold.id(), "over")).isEqualTo(lifted);
    assertThat(holds().ofConference(boss, CONFERENCE)).containsExactly(lifted);
    retention().delete(boss, recording.id(), "old");
    assertThat(house.audited("recording:" + recording.id()))
        .containsExactly(
            "recording.added", "recording.held", "recording.hold-lifted", "recording.deleted");
  }

  @Test
  void whatIsPastRetentionGoesUnlessItsConferenceIsHeld() throws IOException {
    Retention year = retention(Duration.ofDays(365));
    house.clock.set(START.plus(Duration.ofDays(365)));
    assertThat(year.expire()).isZero();
    house.clock.tick(Duration.ofDays(1));
    Hold hold = holds().place(boss, HeldKind.CONFERENCE, CONFERENCE, "a case");
    assertThat(year.expire()).isZero();
    holds().lift(boss, hold.id(), "over");
    assertThat(retention().expire()).isZero();
    assertThat(year.expire()).isEqualTo(1);
    assertThat(there()).isFalse();
    assertThat(house.audited("recording:" + recording.id()))
        .containsExactly("recording.added", "recording.expired");
  }
}
