package io.roomledger.dialect.rocketchat;

import io.roomledger.base.Refusal;
import io.roomledger.dialect.Dialect;
import io.roomledger.dialect.DialectContract;
import io.roomledger.http.Call;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class RocketChatContractTest extends DialectContract {
  @TempDir Path folder;
  private RocketChatHouse house;

  @BeforeEach
  void open() {
    house = new RocketChatHouse(folder, RocketChatHouse.generation(8));
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Override
  protected Dialect dialect() {
    return house.dialect;
  }

  /** Downloads answer people's browsers, and this vendor has JSON for missing addresses too. */
  @Override
  protected boolean promisesJson(Call call, Refusal refusal) {
    return !call.path().startsWith(DataExport.ROOT + "/")
        && !call.path().startsWith(FileUpload.ROOT + "/");
  }

  @Override
  protected boolean answersPeople(String where) {
    return where.contains(DataExport.ROOT + "/");
  }
}
