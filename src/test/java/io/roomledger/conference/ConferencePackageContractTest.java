package io.roomledger.conference;

import static io.roomledger.conference.ConferenceHouse.CONFERENCE;

import io.roomledger.base.Period;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.RecordSource;
import io.roomledger.export.Selection;
import io.roomledger.identity.Account;
import io.roomledger.identity.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;

/** Moments, of which people who join make one each. */
class ConferencePackageContractTest extends ConferenceHouseContract<MomentLine> {
  private static final String JOINED = "1-joined-";

  private int people;

  @BeforeEach
  void hold() {
    house.conference(CONFERENCE);
  }

  @Override
  protected RecordSource<MomentLine> source() {
    return new ConferencePackageSource(
        house.database,
        house.store,
        house.conferences(),
        new RecordingSettings("cn-shenzhen", false, Duration.ofHours(2)));
  }

  @Override
  protected ExportOrder order(Period period) {
    return new ExportOrder(
        "conference.zip",
        period,
        Selection.of("conference", CONFERENCE),
        "c.zip",
        Optional.empty());
  }

  @Override
  protected Caller insider() {
    return house.as(house.ada);
  }

  @Override
  protected Caller stranger() {
    return house.as(house.cem);
  }

  @Override
  protected String add(Instant at) {
    String name = "guest" + (char) ('z' - people++ % 26) + people;
    Account guest =
        new Account(
            (name + "AccountAccountAccount").substring(0, 17),
            "main",
            name,
            name,
            Optional.empty(),
            "",
            true);
    house.accounts.add(guest, Optional.empty(), Set.of("user"));
    house
        .conferences()
        .addMember(
            house.operator(),
            CONFERENCE,
            new ConferenceMember(
                guest.id(), ConferenceMember.Role.ATTENDEE, Optional.of(at), Optional.empty()));
    return JOINED + guest.id();
  }

  @Override
  protected void remove(String id) {
    execute("DELETE FROM conference_member WHERE account = ?", id.substring(JOINED.length()));
  }
}
