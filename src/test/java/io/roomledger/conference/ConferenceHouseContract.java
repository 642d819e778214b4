package io.roomledger.conference;

import io.roomledger.db.Database;
import io.roomledger.export.RecordSourceContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract of record sources, in a house of conferences of its own for each test. */
abstract class ConferenceHouseContract<T> extends RecordSourceContract<T> {
  @TempDir Path folder;

  /** Where the records are. */
  ConferenceHouse house;

  @BeforeEach
  final void open() {
    house = new ConferenceHouse(folder);
  }

  @AfterEach
  final void close() {
    house.close();
  }

  @Override
  protected final Database database() {
    return house.database;
  }

  /** Runs a statement on the records. */
  final void execute(String sql, Object... values) {
    house.database.jdbi().useHandle(handle -> handle.execute(sql, values));
  }
}
