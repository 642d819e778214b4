package io.roomledger.dialect.ledger;

import io.roomledger.base.Refusal;
import io.roomledger.dialect.Dialect;
import io.roomledger.dialect.DialectContract;
import io.roomledger.http.Call;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class LedgerContractTest extends DialectContract {
  @TempDir static Path folder;

  @SuppressWarnings("NullAway.Init") // opened before the first test
  private static LedgerHouse house;

  @BeforeAll
  static void open() {
    house = new LedgerHouse(folder);
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @Override
  protected Dialect dialect() {
    return house.dialect;
  }

  @Override
  protected boolean promisesJson(Call call, Refusal refusal) {
    return true;
  }

  @Override
  protected boolean answersPeople(String where) {
    return where.matches("(GET|HEAD)? ?/ledger/v1 ?.*") && !where.contains("/ledger/v1/");
  }
}
