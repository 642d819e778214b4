package io.roomledger.conference;

import io.roomledger.base.Ids;
import io.roomledger.base.Period;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.RecordSource;
import io.roomledger.identity.Account;
import io.roomledger.identity.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

class ParticipantSourceContractTest extends ConferenceHouseContract<Participation> {

  @Override
  protected RecordSource<Participation> source() {
    return new ParticipantSource(new HeldConferences(house.database));
  }

  @Override
  protected ExportOrder order(Period period) {
    HeldFilter all =
        new HeldFilter("main", period, HeldFilter.State.ENDED, Optional.empty(), Optional.empty());
    return new ExportOrder("any", period, all.selection(), "any", Optional.empty());
  }

  @Override
  protected Caller insider() {
    return house.as(house.boss);
  }

  @Override
  protected Caller stranger() {
    return house.as(house.ada);
  }

  /** Somebody alone in a conference of their own. */
  @Override
  protected String add(Instant at) {
    String name = Ids.random();
    Account guest = new Account(name, "main", name, name, Optional.empty(), "", true);
    house.accounts.add(guest, Optional.empty(), Set.of("user"));
    String conference =
        house
            .conferences()
            .create(
                house.operator(),
                new ConferenceDraft(
                    Optional.empty(),
                    "Talk",
                    guest.id(),
                    at,
                    Optional.of(at.plusSeconds(60)),
                    Optional.empty()))
            .id();
    house
        .conferences()
        .addMember(
            house.operator(),
            conference,
            new ConferenceMember(
                guest.id(), ConferenceMember.Role.ATTENDEE, Optional.of(at), Optional.empty()));
    return conference + ":" + guest.id();
  }

  @Override
  protected void remove(String id) {
    List<String> parts = List.of(id.split(":", -1));
    execute(
        "DELETE FROM conference_member WHERE conference = ? AND account = ?",
        parts.getFirst(),
        parts.getLast());
  }
}
