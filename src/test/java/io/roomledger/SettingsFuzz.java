package io.roomledger;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Files of settings: what is wrong is said in words, setting by setting. */
public final class SettingsFuzz {
  private static final Set<String> NAMES = SettingReader.settings(Config.class).keySet();

  private SettingsFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    ConfigSources sources = new ConfigSources(NAMES);
    try {
      sources.lines(
          new InputStreamReader(
              new ByteArrayInputStream(bytes), StandardCharsets.UTF_8.newDecoder()),
          "a file");
    } catch (java.nio.charset.CharacterCodingException | IllegalArgumentException unreadable) {
      return; // told as a problem of the file, as ConfigSources.file does
    }
    sources.problems().forEach(SettingsFuzz::check);
    if (sources.problems().isEmpty() && !sources.values().isEmpty()) {
      read(sources);
    }
  }

  /** All settings are read for this: only where a line has set one. */
  private static void read(ConfigSources sources) {
    try {
      Config.read(sources);
    } catch (ConfigException wrong) {
      check(String.valueOf(wrong.getMessage()));
    }
  }

  private static void check(String wrong) {
    if (wrong.isBlank() || wrong.equals("null")) {
      throw new AssertionError("wrong, and no word why");
    }
  }
}
