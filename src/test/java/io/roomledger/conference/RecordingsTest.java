package io.roomledger.conference;

import static io.roomledger.conference.ConferenceHouse.CONFERENCE;
import static io.roomledger.conference.ConferenceHouse.LENGTH;
import static io.roomledger.conference.ConferenceHouse.START;
import static io.roomledger.conference.ConferenceHouse.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.identity.Account;
import io.roomledger.identity.Caller;
import io.roomledger.identity.ExternalIdKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingsTest {
  private static final String UNKNOWN = "000000000000000000000000";

  @TempDir Path folder;
  private ConferenceHouse house;
  private Recordings recordings;
  private Caller app;

  @BeforeEach
  void open() {
    house = new ConferenceHouse(folder);
    recordings = house.recordings(false);
    app = house.program("main");
    house.conference(CONFERENCE);
  }

  @AfterEach
  void close() {
    house.close();
  }

  private static void assertRefused(ThrowingCallable call, Refusal refusal) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.refusal()).isEqualTo(refusal));
  }

  private static Refusal missing(Refusal.Thing what, String id) {
    return new Refusal.NotFound(what, id);
  }

  private static Refusal relation() {
    return new Refusal.Forbidden(Refusal.Right.RELATION, "creator, host, co-host or recorder");
  }

  private Showing show(Account viewer) {
    return recordings.show(app, house.request(CONFERENCE, viewer));
  }

  private Showing.Video video(Recording recording, Account recorder) {
    return new Showing.Video(
        recording.id(),
        recording.origin().session(),
        house.unionId(recorder),
        recording.take(),
        recording.file().size(),
        recording.file().region());
  }

  private static byte[] bytes(RecordingFile file) throws IOException {
    try (InputStream in = file.content().open(0)) {
      return in.readAllBytes();
    }
  }

  @Test
  void theCreatorSeesEveryRecordingWithItsRecorder() {
    Recording first = house.recording(CONFERENCE, house.ada, "first");
    Recording second = house.recording(CONFERENCE, house.ben, "second");

    Showing showing = show(house.ada);

    assertThat(showing.videos())
        .containsExactlyInAnyOrder(video(first, house.ada), video(second, house.ben));
    assertThat(first.origin().session()).matches("[0-9]{22}").isEqualTo(second.origin().session());
    assertThat(first.take().duration()).contains(LENGTH);
    assertThat(first.take().endedAt()).isEqualTo(START.plus(LENGTH));
  }

  @Test
  void aRecorderWithoutAnIdOfThatKindIsGivenOne() {
    house.recording(CONFERENCE, house.cem, "film");
    assertThat(show(house.ada).videos().getFirst().recorder()).hasSize(26).endsWith("iEiE");
  }

  @Test
  void hostsCoHostsAndRecordersMayWatchAndAttendeesMayNot() {
    house.recording(CONFERENCE, house.ada, "film");
    assertRefused(() -> show(house.ben), relation());
    join(house.ben, ConferenceMember.Role.ATTENDEE);
    assertRefused(() -> show(house.ben), relation());
    join(house.ben, ConferenceMember.Role.CO_HOST);
    assertThat(show(house.ben).videos()).hasSize(1);
    join(house.ben, ConferenceMember.Role.HOST);

    house.recording(CONFERENCE, house.cem, "another");
    assertThat(show(house.cem).videos()).hasSize(2);
  }

  private void join(Account account, ConferenceMember.Role role) {
    house
        .conferences()
        .addMember(
            house.operator(),
            CONFERENCE,
            new ConferenceMember(account.id(), role, Optional.of(START), Optional.empty()));
  }

  @Test
  void attendeesMayWatchWhereTheSettingsSaySo() {
    house.recording(CONFERENCE, house.ada, "film");
    recordings = house.recordings(true);
    assertRefused(() -> show(house.ben), relation());
    join(house.ben, ConferenceMember.Role.ATTENDEE);
    assertThat(show(house.ben).videos()).hasSize(1);
  }

  @Test
  void whoMaySeeAllRecordingsNeedNotHaveBeenThere() {
    house.recording(CONFERENCE, house.ada, "film");
    assertThat(show(house.boss).videos()).hasSize(1);
  }

  @Test
  void aProgramHasNoMoreRightsThanThePersonItNamesAndAPersonActsForThemselves() {
    house.recording(CONFERENCE, house.ada, "film");
    assertThat(app.may("view-all-recordings")).isTrue();
    assertRefused(() -> show(house.cem), relation());

    ConferenceRequest asAda = house.request(CONFERENCE, house.ada);
    assertRefused(
        () -> recordings.show(house.as(house.cem), asAda),
        new Refusal.Forbidden(Refusal.Right.PERMISSION, "view-all-recordings"));
    assertThat(recordings.show(house.as(house.ada), asAda).videos()).hasSize(1);
    assertThat(recordings.show(house.as(house.boss), asAda).videos()).hasSize(1);
  }

  @Test
  void refusalsComeInTheirOrder() {
    ConferenceRequest nobody =
        new ConferenceRequest(UNKNOWN, ExternalIdKind.DINGTALK_UNION_ID, "nobody");
    assertRefused(() -> recordings.show(app, nobody), missing(Refusal.Thing.ACCOUNT, "nobody"));

    Refusal foreign = new Refusal.Forbidden(Refusal.Right.ORGANISATION, "of the conference");
    assertRefused(() -> recordings.show(app, house.request(UNKNOWN, house.stranger)), foreign);
    assertRefused(
        () -> recordings.show(house.program("far"), house.request(CONFERENCE, house.stranger)),
        foreign);

    assertRefused(
        () -> recordings.show(app, house.request(UNKNOWN, house.ben)),
        missing(Refusal.Thing.CONFERENCE, UNKNOWN));
    assertRefused(() -> show(house.ben), relation());
    assertRefused(
        () -> show(house.ada), missing(Refusal.Thing.RECORDING, "of conference " + CONFERENCE));
  }

  @Test
  void anAccountThatIsNoLongerActiveIsNotKnown() {
    house.recording(CONFERENCE, house.ada, "film");
    String unionId = house.unionId(house.ada);
    house.database.jdbi().useTransaction(h -> house.accounts.setActive(h, house.ada.id(), false));
    assertRefused(() -> show(house.ada), missing(Refusal.Thing.ACCOUNT, unionId));
  }

  @Test
  void aDamagedRecordingIsListedWithItsReasonAndNeverShown() throws IOException {
    Recording damaged = house.damaged(CONFERENCE, house.ada);
    assertRefused(
        () -> show(house.ada), missing(Refusal.Thing.RECORDING, "of conference " + CONFERENCE));

    Recording whole = house.recording(CONFERENCE, house.ada, "film");
    assertThat(show(house.ada).videos()).extracting(Showing.Video::id).containsExactly(whole.id());
    assertThat(recordings.list(house.as(house.ada), CONFERENCE))
        .containsExactlyInAnyOrder(damaged, whole);
    assertThat(damaged.condition()).isEqualTo(new Recording.Damaged("cut off"));
    assertThat(damaged.take().duration()).isEmpty();
    assertThat(bytes(recordings.open(house.as(house.ada), damaged.id())))
        .isEqualTo("half a film".getBytes(StandardCharsets.UTF_8));
    assertRefused(
        () ->
            recordings.link(app, house.request(CONFERENCE, house.ada), damaged.id(), "cn-shenzhen"),
        missing(Refusal.Thing.RECORDING, damaged.id().toString()));
  }

  @Test
  void aClosedConferenceHandsOutNothingMore() {
    Recording recording = house.recording(CONFERENCE, house.ada, "film");
    house.conferences().close(house.as(house.ada), CONFERENCE);
    house.conferences().close(house.as(house.ada), CONFERENCE);

    assertThatThrownBy(() -> show(house.ada)).hasMessageContaining("was closed");
    assertThatThrownBy(() -> recordings.list(house.as(house.ada), CONFERENCE))
        .hasMessageContaining("was closed");
    assertThatThrownBy(() -> recordings.open(house.as(house.ada), recording.id()))
        .hasMessageContaining("was closed");
    assertRefused(() -> show(house.ben), relation());
    assertThat(house.audited("conference:" + CONFERENCE))
        .containsExactly("conference.created", "conference.closed", "conference.denied");
  }

  @Test
  void aLinkOpensItsRecordingUntilItExpiresAndNoOther() throws IOException {
    Recording first = house.recording(CONFERENCE, house.ada, "first");
    Recording second = house.recording(CONFERENCE, house.ada, "second");
    ConferenceRequest asAda = house.request(CONFERENCE, house.ada);

    RecordingLink link = recordings.link(app, asAda, first.id(), "cn-shenzhen");

    assertThat(link.ticket()).matches("[A-Za-z0-9_-]+");
    assertThat(link.expiresAt()).isEqualTo(house.clock.instant().plus(Duration.ofHours(2)));
    assertThat(bytes(recordings.open(link.ticket(), first.id())))
        .isEqualTo("first".getBytes(StandardCharsets.UTF_8));
    Refusal wrong = new Refusal.Unauthenticated(Refusal.Credential.UNKNOWN);
    assertRefused(() -> recordings.open(link.ticket(), second.id()), wrong);
    assertRefused(() -> recordings.open("AAAA", first.id()), wrong);
    house.clock.tick(Duration.ofHours(2));
    assertRefused(() -> recordings.open(link.ticket(), first.id()), wrong);
    assertThat(house.audited("recording:" + first.id()))
        .containsExactly("recording.added", "recording.linked");
  }

  @Test
  void aLinkNeedsTheRightRegionAndARecordingOfThatConference() {
    Recording recording = house.recording(CONFERENCE, house.ada, "film");
    ConferenceRequest asAda = house.request(CONFERENCE, house.ada);
    assertRefused(
        () -> recordings.link(app, asAda, recording.id(), "cn-beijing"),
        missing(Refusal.Thing.RECORDING, recording.id().toString()));
    UUID other = UUID.randomUUID();
    assertRefused(
        () -> recordings.link(app, asAda, other, "cn-shenzhen"),
        missing(Refusal.Thing.RECORDING, other.toString()));
  }

  @Test
  void bytesThatCannotBeReadLeaveNothingBehind() throws IOException {
    RecordingDraft draft =
        house.draft(house.ada, new Recording.Ready(), Optional.of(Duration.ofSeconds(1)));
    InputStream broken = new SequenceInputStream(stream("the beginning"), new Unreadable());
    assertThatThrownBy(() -> recordings.add(house.operator(), CONFERENCE, draft, broken))
        .isInstanceOf(IOException.class);
    assertThat(recordings.list(house.operator(), CONFERENCE)).isEmpty();
    assertThat(house.store.list("recordings/")).isEmpty();
  }

  private static final class Unreadable extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("the disk is gone");
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      throw new IOException("the disk is gone");
    }
  }

  @Test
  void aRecordingOfNobodyIsNotStored() throws IOException {
    RecordingDraft draft =
        new RecordingDraft(
            "Film",
            "nobodyAtAll",
            house.draft(house.ada, new Recording.Ready(), Optional.of(LENGTH)).take(),
            "video/mp4",
            new Recording.Ready(),
            Optional.empty());
    assertRefused(
        () -> recordings.add(house.operator(), CONFERENCE, draft, stream("film")),
        missing(Refusal.Thing.ACCOUNT, "nobodyAtAll"));
    assertThat(house.store.list("recordings/")).isEmpty();
  }

  @Test
  void onlyThoseWhoRunAConferenceAddToIt() {
    RecordingDraft draft = house.draft(house.ben, new Recording.Ready(), Optional.of(LENGTH));
    assertRefused(
        () -> recordings.add(house.as(house.ben), CONFERENCE, draft, stream("film")),
        new Refusal.Forbidden(Refusal.Right.RELATION, "host"));
    assertRefused(
        () -> recordings.add(house.operator(), UNKNOWN, draft, stream("film")),
        missing(Refusal.Thing.CONFERENCE, UNKNOWN));
  }

  @Test
  void theSameBytesOfTheSameSourceAreTakenInOnce() throws IOException {
    RecordingDraft plain = house.draft(house.ada, new Recording.Ready(), Optional.of(LENGTH));
    RecordingDraft draft =
        new RecordingDraft(
            "Film",
            plain.owner(),
            plain.take(),
            "video/mp4",
            plain.condition(),
            Optional.of("film.mp4"));
    Recording first = recordings.add(house.operator(), CONFERENCE, draft, stream("film"));
    Recording again = recordings.add(house.operator(), CONFERENCE, draft, stream("film"));
    Recording other = recordings.add(house.operator(), CONFERENCE, draft, stream("longer film"));

    assertThat(again).isEqualTo(first);
    assertThat(other.id()).isNotEqualTo(first.id());
    assertThat(recordings.list(house.operator(), CONFERENCE)).hasSize(2);
    assertThat(house.store.list("recordings/")).hasSize(2);
  }

  @Test
  void sweepingRemovesOnlyOldBytesThatBelongToNothing() throws IOException {
    Recording kept = house.recording(CONFERENCE, house.ada, "film");
    try (var upload = house.store.begin("recordings/" + UUID.randomUUID())) {
      upload.stream().write(1);
      upload.commit();
    }
    assertThat(recordings.sweep(house.clock.instant().minus(Duration.ofDays(1)))).isZero();
    house.clock.tick(Duration.ofDays(2));
    assertThat(recordings.sweep(java.time.Instant.now().plus(Duration.ofDays(1)))).isEqualTo(1);
    assertThat(house.store.list("recordings/"))
        .extracting(entry -> entry.key())
        .isEqualTo(List.of(kept.file().key()));
  }
}
