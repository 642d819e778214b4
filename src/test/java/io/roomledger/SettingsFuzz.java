package io.roomledger;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Files of settings: what is wrong is said in words, setting by setting. */
public final class SettingsFuzz {
  /** By their first word: to find the nearest of all names for each unknown one takes long. */
  private static final List<Set<String>> FAMILIES =
      List.copyOf(
          SettingReader.settings(Config.class).keySet().stream()
              .collect(
                  Collectors.groupingBy(
                      name -> name.substring(0, name.indexOf('.')),
                      TreeMap::new,
                      Collectors.toSet()))
              .values());

  private SettingsFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    if (bytes.length == 0) {
      return;
    }
    ConfigSources sources = new ConfigSources(FAMILIES.get((bytes[0] & 0xff) % FAMILIES.size()));
    try {
      sources.lines(
          new InputStreamReader(
              new ByteArrayInputStream(bytes, 1, bytes.length - 1),
              StandardCharsets.UTF_8.newDecoder()),
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
