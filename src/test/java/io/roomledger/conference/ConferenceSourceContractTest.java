package io.roomledger.conference;

import io.roomledger.base.Period;
import io.roomledger.db.Database;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.RecordSource;
import io.roomledger.export.RecordSourceContract;
import io.roomledger.identity.Caller;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class ConferenceSourceContractTest extends RecordSourceContract<HeldConference> {
  @TempDir Path folder;
  private ConferenceHouse house;

  @BeforeEach
  void open() {
    house = new ConferenceHouse(folder);
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Override
  protected Database database() {
    return house.database;
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
    house
        .database
        .jdbi()
        .useHandle(handle -> handle.execute("DELETE FROM conference WHERE id = ?", id));
  }
}
