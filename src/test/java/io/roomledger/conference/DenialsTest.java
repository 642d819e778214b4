package io.roomledger.conference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.Period;
import io.roomledger.base.RefusedException;
import io.roomledger.identity.Caller;
import io.roomledger.identity.ExternalIdKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DenialsTest {
  private static final String CONFERENCE = ConferenceHouse.CONFERENCE;

  @TempDir Path folder;

  /** What the audit log says of denials: the subject, the act and why. */
  private static List<String> denials(ConferenceHouse house) {
    return house
        .database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    """
                    SELECT subject || ' ' || (details::jsonb ->> 'act') || ' because '
                           || (details::jsonb ->> 'why')
                      FROM audit WHERE action = 'conference.denied' ORDER BY id
                    """)
                .mapTo(String.class)
                .list());
  }

  private static void assertRefused(Runnable act) {
    assertThatThrownBy(act::run).isInstanceOf(RefusedException.class);
  }

  @Test
  void everyDenialIsAuditedWithItsReason() {
    ConferenceHouse house = new ConferenceHouse(folder);
    house.conference(CONFERENCE);
    Recording recording = house.recording(CONFERENCE, house.ada, "film");
    Recordings recordings = house.recordings(false);
    Caller cem = house.as(house.cem);
    assertRefused(() -> recordings.list(cem, CONFERENCE));
    assertRefused(() -> recordings.find(cem, recording.id()));
    assertRefused(() -> recordings.open(cem, recording.id()));
    assertRefused(() -> recordings.link(cem, recording.id()));
    assertRefused(() -> recordings.endLinks(cem, recording.id()));

    ConferenceInfos infos = new ConferenceInfos(house.database, house.conferences());
    assertRefused(() -> infos.info(cem, CONFERENCE));
    assertRefused(() -> infos.infos(cem, List.of(CONFERENCE)));
    assertRefused(() -> infos.attendees(cem, CONFERENCE, Optional.empty(), 10));
    assertRefused(() -> infos.ongoing(cem, Optional.empty(), 10));
    ExternalIdKind kind = ExternalIdKind.DINGTALK_UNION_ID;
    assertRefused(() -> infos.ongoing(cem, kind, house.unionId(house.ada), 10));

    ScheduledConferences schedules =
        new ScheduledConferences(
            house.database,
            house.audit,
            house.clock,
            new LiveConferences(house.database, house.audit, house.clock));
    Period period =
        new Period(house.clock.instant(), house.clock.instant().plus(Duration.ofHours(1)));
    ScheduledConference plan =
        schedules.create(
            house.operator(),
            new ScheduleDraft(
                kind, house.unionId(house.ada), "Plan", period, ScheduledConference.Settings.NONE));
    assertRefused(() -> schedules.find(cem, plan.id()));
    assertRefused(() -> schedules.begin(cem, plan.id()));
    ScheduleRequest asCem = new ScheduleRequest(plan.id(), kind, house.unionId(house.cem));
    assertRefused(() -> schedules.find(cem, asCem));
    assertRefused(() -> schedules.cancel(cem, asCem));

    String film = "recording:" + recording.id();
    String conference = "conference:" + CONFERENCE;
    String schedule = "schedule:" + plan.id();
    assertThat(denials(house))
        .extracting(line -> line.substring(0, line.indexOf(" because ")))
        .containsExactly(
            conference + " list",
            film + " see",
            film + " open",
            film + " link",
            film + " end the links",
            conference + " see",
            conference + " see",
            conference + " see the people of",
            "conferences list",
            "conference: list",
            schedule + " see",
            schedule + " begin",
            schedule + " see",
            schedule + " schedule.cancelled");
    assertThat(denials(house)).allMatch(line -> line.length() > line.indexOf(" because ") + 9);
  }
}
