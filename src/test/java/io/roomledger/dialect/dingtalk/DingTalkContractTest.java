package io.roomledger.dialect.dingtalk;

import io.roomledger.dialect.Dialect;
import io.roomledger.dialect.DialectContract;
import io.roomledger.http.Call;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class DingTalkContractTest extends DialectContract {
  @TempDir Path folder;
  private DingTalkHouse house;

  @BeforeEach
  void open() {
    house = new DingTalkHouse(folder, DingTalkSettings.standard());
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Override
  protected Dialect dialect() {
    return house.dialect;
  }

  /** The old API says everything with HTTP 200. */
  @Override
  protected boolean failsByStatus(Call call) {
    return !Legacy.owns(call.path());
  }
}
