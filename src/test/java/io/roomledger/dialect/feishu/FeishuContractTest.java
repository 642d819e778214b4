package io.roomledger.dialect.feishu;

import io.roomledger.dialect.Dialect;
import io.roomledger.dialect.DialectContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class FeishuContractTest extends DialectContract {
  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // made before each test
  private FeishuHouse house;

  @BeforeEach
  void open() throws IOException {
    house = new FeishuHouse(folder);
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Override
  protected Dialect dialect() {
    return house.dialect;
  }
}
