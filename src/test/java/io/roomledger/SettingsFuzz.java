package io.roomledger;

import io.roomledger.fuzz.TemporaryFile;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Files of settings: what is wrong is said in words, setting by setting. */
public final class SettingsFuzz {
  private SettingsFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    try {
      Config.read(
          Config.sources(Optional.of(TemporaryFile.of("roomledger.conf", bytes)), Map.of()));
    } catch (ConfigException wrong) {
      if (String.valueOf(wrong.getMessage()).isBlank()) {
        throw new AssertionError("wrong, and no word why", wrong);
      }
    }
  }
}
