package io.roomledger.conference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.Period;
import io.roomledger.base.RefusedException;
import io.roomledger.export.EarlierExport;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.RecordSource;
import io.roomledger.export.Selection;
import io.roomledger.identity.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConferenceSourceContractTest extends ConferenceHouseContract<HeldConference> {

  @Test
  void sinceAnEarlierExportOnlyWhatChangedIsTold() {
    Instant start = Instant.parse("2024-03-15T10:00:00Z");
    String same = add(start);
    String edited = add(start.plusSeconds(60));
    String removed = add(start.plusSeconds(120));
    String ending = goingOn(start.plusSeconds(180));
    String recorded = add(start.plusSeconds(240));
    goingOn(start.plusSeconds(300));
    String brief = goingOn(start.plusSeconds(360));
    ExportOrder since = EarlierExport.of(house.database, source(), order(Period.ALWAYS));
    assertThat(EarlierExport.since(house.database, source(), since)).isEmpty();

    String added = add(start.plusSeconds(30));
    house
        .database
        .jdbi()
        .useHandle(handle -> {
          handle.execute("UPDATE conference SET title = 'Other' WHERE id = ?", edited);
          handle.execute("UPDATE conference SET ended_at = started_at WHERE id = ?", ending);
          handle.execute(
              "INSERT INTO conference_member (conference, account, role, joined_at)"
                  + " VALUES (?, ?, 'ATTENDEE', now())",
              recorded,
              house.ben.id());
        });
    remove(removed);
    remove(brief);

    assertThat(EarlierExport.since(house.database, source(), since))
        .containsExactly(
            "new " + added,
            "edited " + edited,
            "deleted " + removed,
            "new " + ending,
            "edited " + recorded)
        .noneMatch(one -> one.endsWith(same));
  }

  @Test
  void nobodyKnowsSinceWhenSomebodyTookPart() {
    ExportOrder since = order(Period.ALWAYS);
    Selection all = since.selection().and("since", "17");
    source().authorise(insider(), selecting(since, all));
    for (Selection some :
        List.of(
            all.and("state", "GOES_ON"),
            all.and("participant", house.ada.id()),
            all.and("person", List.of(house.ada.id())))) {
      assertThatThrownBy(() -> source().authorise(insider(), selecting(since, some)))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("all conferences that have ended");
    }
  }

  private static ExportOrder selecting(ExportOrder order, Selection selection) {
    return new ExportOrder(order.recipe(), order.period(), selection, "any", Optional.empty());
  }

  private String goingOn(Instant at) {
    ConferenceDraft draft =
        new ConferenceDraft(
            Optional.empty(), "Talk", house.ada.id(), at, Optional.empty(), Optional.empty());
    return house.conferences().create(house.operator(), draft).id();
  }

  @Override
  protected RecordSource<HeldConference> source() {
    return new ConferenceSource(house.accounts);
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

  @Override
  protected String add(Instant at) {
    return house
        .conferences()
        .create(
            house.operator(),
            new ConferenceDraft(
                Optional.empty(),
                "Talk",
                house.ada.id(),
                at,
                Optional.of(at.plusSeconds(60)),
                Optional.empty()))
        .id();
  }

  @Override
  protected void remove(String id) {
    execute("DELETE FROM conference WHERE id = ?", id);
  }
}
