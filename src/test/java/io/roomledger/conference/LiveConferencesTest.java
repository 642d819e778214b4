package io.roomledger.conference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.identity.Account;
import io.roomledger.identity.ExternalIdKind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveConferencesTest {
  private static final RecorderLayout GRID =
      new RecorderLayout(RecorderLayout.Picture.GRID, Optional.empty());

  @TempDir Path folder;
  private ConferenceHouse house;
  private LiveConferences live;
  private ConferenceInfos infos;

  @BeforeEach
  void open() {
    house = new ConferenceHouse(folder);
    live = new LiveConferences(house.database, house.audit, house.clock);
    infos = new ConferenceInfos(house.database, house.conferences());
  }

  @AfterEach
  void close() {
    house.close();
  }

  private OpenedConference begin(Account... invited) {
    return live.open(
        house.program("main"),
        new ConferencePlan(
            ExternalIdKind.DINGTALK_UNION_ID,
            house.unionId(house.ada),
            "Review",
            true,
            java.util.Arrays.stream(invited).map(house::unionId).toList()));
  }

  private void join(String conference, Account account, ConferenceMember.Role role) {
    house
        .conferences()
        .addMember(
            house.operator(),
            conference,
            new ConferenceMember(
                account.id(), role, Optional.of(house.clock.instant()), Optional.empty()));
  }

  @Test
  void aConferenceBeginsWithItsHostAndThoseWhoWereCalled() {
    OpenedConference opened = begin(house.ben, house.cem, house.ben);
    String id = opened.conference().id();
    assertThat(opened.entry().roomCode()).matches("[1-9][0-9]{10}");
    assertThat(opened.entry().password()).hasSize(6).isNotEqualTo(opened.entry().hostPassword());
    ConferenceInfo info = infos.info(house.program("main"), id);
    assertThat(info.attendance()).isEqualTo(new ConferenceInfo.Attendance(3, 0, 0));
    assertThat(info.way().roomCode()).contains(opened.entry().roomCode());
    assertThat(info.creatorName()).isEqualTo("ADA");
    assertThat(infos.attendees(house.program("main"), id, Optional.empty(), 10).page().items())
        .extracting(Attendee::name, Attendee::role, Attendee::presence)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(
                "ADA", ConferenceMember.Role.HOST, Attendee.Presence.CALLED),
            org.assertj.core.groups.Tuple.tuple(
                "BEN", ConferenceMember.Role.ATTENDEE, Attendee.Presence.CALLED),
            org.assertj.core.groups.Tuple.tuple(
                "CEM", ConferenceMember.Role.ATTENDEE, Attendee.Presence.CALLED));
    assertThat(house.audited("conference:" + id)).containsExactly("conference.opened");
  }

  @Test
  void nobodyOfAnotherOrganisationIsInvitedAndNobodyBeginsOneForOthers() {
    assertThatThrownBy(() -> begin(house.stranger)).hasMessageContaining("organisation");
    assertThatThrownBy(() ->
            live.open(
                house.as(house.ben),
                new ConferencePlan(
                    ExternalIdKind.DINGTALK_UNION_ID,
                    house.unionId(house.ada),
                    "x",
                    true,
                    List.of())))
        .hasMessageContaining("the person themselves");
    assertThatThrownBy(() ->
            live.open(
                house.program("main"),
                new ConferencePlan(
                    ExternalIdKind.DINGTALK_UNION_ID, "nobody", "x", true, List.of())))
        .hasMessageContaining("account nobody: not found");
  }

  @Test
  void endingSendsEverybodyHomeAndStopsTheRecorder() {
    String id = begin(house.ben).conference().id();
    join(id, house.ben, ConferenceMember.Role.ATTENDEE);
    live.startRecorder(house.program("main"), house.request(id, house.ada), GRID);
    Instant start = house.clock.instant();
    house.clock.tick(Duration.ofMinutes(10));
    live.end(house.program("main"), house.request(id, house.ada));

    Instant end = start.plus(Duration.ofMinutes(10));
    ConferenceInfo info = infos.info(house.program("main"), id);
    assertThat(info.conference().lifetime().endedAt()).contains(end);
    assertThat(info.conference().recording()).isEqualTo(RecordingStatus.ENDED);
    assertThat(info.attendance()).isEqualTo(new ConferenceInfo.Attendance(2, 1, 0));
    assertThat(info.recordingOwner()).contains(house.ada.id());
    assertThat(live.runs(house.program("main"), id))
        .containsExactly(
            new RecorderRun(house.ada.id(), start, Optional.of(house.ada.id()), Optional.of(end)));
    assertThat(house.conferences().members(house.operator(), id))
        .filteredOn(member -> member.account().equals(house.ben.id()))
        .extracting(ConferenceMember::leftAt)
        .containsExactly(Optional.of(end));
    assertThatThrownBy(() -> live.end(house.program("main"), house.request(id, house.ada)))
        .hasMessageContaining("has ended");
  }

  @Test
  void onlyTheHostEndsAndRecordsAndEveryNoIsAuditedWithItsReason() {
    String id = begin(house.ben).conference().id();
    join(id, house.ben, ConferenceMember.Role.CO_HOST);
    assertThatThrownBy(() -> live.end(house.program("main"), house.request(id, house.ben)))
        .hasMessageContaining("host");
    assertThatThrownBy(
            () -> live.startRecorder(house.program("far"), house.request(id, house.stranger), GRID))
        .hasMessageContaining("organisation");
    assertThat(house.audited("conference:" + id))
        .containsExactly(
            "conference.opened", "conference.member", "conference.denied", "conference.denied");
    assertThat(denials(id))
        .containsExactly(
            "not allowed: the caller lacks the relation host",
            "not allowed: the caller lacks the organisation of the conference");
  }

  private List<String> denials(String id) {
    return house
        .database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    """
                    SELECT details ->> 'why' FROM audit
                     WHERE subject = :subject AND action = 'conference.denied' ORDER BY id
                    """)
                .bind("subject", "conference:" + id)
                .mapTo(String.class)
                .list());
  }

  @Test
  void theRecorderRunsOnceAtATimeAndItsOwnerStays() {
    String id = begin().conference().id();
    join(id, house.ben, ConferenceMember.Role.HOST);
    ConferenceRequest asAda = house.request(id, house.ada);
    assertThatThrownBy(() -> live.stopRecorder(house.program("main"), asAda))
        .hasMessageContaining("recording being made of conference " + id);
    live.startRecorder(house.program("main"), asAda, GRID);
    assertThatThrownBy(() -> live.startRecorder(house.program("main"), asAda, GRID))
        .hasMessageContaining("running since");
    assertThat(house.conferences().find(house.operator(), id).recording())
        .isEqualTo(RecordingStatus.RUNNING);
    live.stopRecorder(house.program("main"), asAda);
    live.startRecorder(house.program("main"), house.request(id, house.ben), GRID);
    assertThat(infos.info(house.operator(), id).recordingOwner()).contains(house.ada.id());
    assertThat(live.runs(house.operator(), id)).hasSize(2);
  }
}
