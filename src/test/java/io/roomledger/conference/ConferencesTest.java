package io.roomledger.conference;

import static io.roomledger.conference.ConferenceHouse.CONFERENCE;
import static io.roomledger.conference.ConferenceHouse.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.RefusedException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConferencesTest {
  @TempDir Path folder;
  private ConferenceHouse house;
  private Conferences conferences;

  @BeforeEach
  void open() {
    house = new ConferenceHouse(folder);
    conferences = house.conferences();
  }

  @AfterEach
  void close() {
    house.close();
  }

  private ConferenceDraft draft(Optional<String> id, String title, Optional<Instant> end) {
    return new ConferenceDraft(id, title, house.ada.id(), START, end, Optional.empty());
  }

  @Test
  void aConferenceIsGivenAnIdThatBeginsWithItsTime() {
    Conference made =
        conferences.create(house.operator(), draft(Optional.empty(), "Review", Optional.empty()));
    assertThat(made.id()).hasSize(24).startsWith(String.format("%08x", START.getEpochSecond()));
    assertThat(made.recording()).isEqualTo(RecordingStatus.NEVER);
    assertThat(conferences.find(house.as(house.ada), made.id())).isEqualTo(made);
    assertThat(house.audited("conference:" + made.id())).containsExactly("conference.created");
  }

  @Test
  void aRecordingEndsTheStatusAndStretchesTheConference() {
    house.conference(CONFERENCE);
    house.recording(CONFERENCE, house.ada, "film");
    Conference conference = conferences.find(house.as(house.ada), CONFERENCE);
    assertThat(conference.recording()).isEqualTo(RecordingStatus.ENDED);
    assertThat(conference.lifetime().startedAt()).isEqualTo(START);
    assertThat(conference.lifetime().endedAt()).contains(START.plusSeconds(900));
  }

  @Test
  void anIdIsTakenOnceAndASourceIsFoundAgain() {
    house.conference(CONFERENCE);
    assertThatThrownBy(() -> house.conference(CONFERENCE)).hasMessageContaining("is there already");

    ConferenceDraft sourced =
        new ConferenceDraft(
            Optional.empty(),
            "Folder",
            house.ada.id(),
            START,
            Optional.empty(),
            Optional.of("recordings/x"));
    Conference first = conferences.create(house.operator(), sourced);
    assertThat(conferences.create(house.operator(), sourced)).isEqualTo(first);
  }

  @Test
  void whatMakesNoSenseIsRefusedWithWhatWouldBeRight() {
    assertThatThrownBy(() ->
            conferences.create(house.operator(), draft(Optional.of("ABC"), "x", Optional.empty())))
        .hasMessage("conference id: ABC (expected: 24 hexadecimal digits, in small letters)");
    assertThatThrownBy(() ->
            conferences.create(house.operator(), draft(Optional.empty(), " ", Optional.empty())))
        .isInstanceOf(RefusedException.class);
    assertThatThrownBy(() ->
            conferences.create(
                house.operator(), draft(Optional.empty(), "x", Optional.of(START.minusSeconds(1)))))
        .hasMessageContaining("start before end");
    assertThatThrownBy(() ->
            conferences.create(
                house.program("far"), draft(Optional.empty(), "x", Optional.empty())))
        .hasMessageContaining("account");
    assertThatThrownBy(() ->
            conferences.create(house.as(house.ben), draft(Optional.empty(), "x", Optional.empty())))
        .hasMessageContaining("creator");
  }

  @Test
  void membersAreSeenByMembersAndChangedByThoseWhoRunIt() {
    house.conference(CONFERENCE);
    ConferenceMember ben =
        new ConferenceMember(
            house.ben.id(),
            ConferenceMember.Role.ATTENDEE,
            Optional.of(START),
            Optional.of(START.plusSeconds(60)));

    assertThatThrownBy(() -> conferences.addMember(house.as(house.ben), CONFERENCE, ben))
        .hasMessageContaining("host");
    assertThatThrownBy(() -> conferences.members(house.as(house.ben), CONFERENCE))
        .hasMessageContaining("member");
    conferences.addMember(house.as(house.ada), CONFERENCE, ben);
    assertThat(conferences.members(house.as(house.ben), CONFERENCE)).containsExactly(ben);
    assertThat(conferences.members(house.as(house.boss), CONFERENCE)).containsExactly(ben);
    assertThatThrownBy(() -> conferences.members(house.as(house.stranger), CONFERENCE))
        .hasMessageContaining("organisation");
    assertThatThrownBy(() -> conferences.close(house.as(house.ben), CONFERENCE))
        .hasMessageContaining("host");
  }
}
