package io.roomledger.conference;

import static io.roomledger.conference.ConferenceHouse.CONFERENCE;
import static io.roomledger.conference.ConferenceHouse.LENGTH;

import io.roomledger.base.Period;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.RecordSource;
import io.roomledger.export.Selection;
import io.roomledger.identity.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;

class RecordingSourceContractTest extends ConferenceHouseContract<RecordingLine> {

  @BeforeEach
  void hold() {
    house.conference(CONFERENCE);
  }

  @Override
  protected RecordSource<RecordingLine> source() {
    return new RecordingSource(
        house.database,
        house.store,
        house.conferences(),
        new RecordingSettings("cn-shenzhen", false, Duration.ofHours(2)),
        house.accounts);
  }

  @Override
  protected ExportOrder order(Period period) {
    return new ExportOrder(
        "recordings.csv",
        period,
        Selection.of("conference", CONFERENCE),
        "recordings.csv",
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
    RecordingDraft draft =
        new RecordingDraft(
            "Film",
            house.ada.id(),
            new Recording.Take(
                at,
                at.plus(LENGTH),
                Optional.of(LENGTH),
                RecordingKind.ORDINARY,
                Recording.Clockwork.RECORDER),
            "video/mp4",
            new Recording.Ready(),
            Optional.empty());
    return house.add(CONFERENCE, draft, "film").id().toString();
  }

  @Override
  protected void remove(String id) {
    execute("DELETE FROM recording WHERE id = ?", UUID.fromString(id));
  }
}
