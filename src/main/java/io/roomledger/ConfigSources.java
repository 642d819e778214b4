package io.roomledger;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Where the values of settings come from. A later source wins: the file, then the environment, then
 * the command line. A name that is no setting is a problem, not a silence.
 */
final class ConfigSources {
  /**
   * Names in the environment that begin like settings and are none: they steer the start script.
   */
  private static final Set<String> NOT_SETTINGS =
      Set.of("ROOMLEDGER_JAVA_OPTS", "ROOMLEDGER_DATA", "ROOMLEDGER_CONFIG", "ROOMLEDGER_HOME");

  /**
   * What Kubernetes puts into the environment of every pod for each service whose name begins as
   * ours, and Docker for each container that is linked.
   */
  private static final Pattern NEIGHBOUR =
      Pattern.compile(
          "ROOMLEDGER(_[A-Z0-9_]+)?_(SERVICE_(HOST|PORT)(_[A-Z0-9_]+)?"
              + "|PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");

  private static final Pattern NEIGHBOURS_ADDRESS = Pattern.compile("(tcp|udp|sctp)://\\S+");

  private final Set<String> known;
  private final Map<String, String> values = new TreeMap<>();
  private final Map<String, String> origins = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();

  /** Sources for the settings of that name. */
  ConfigSources(Set<String> known) {
    this.known = known;
  }

  /** The values by setting name. */
  Map<String, String> values() {
    return values;
  }

  /** Where the value of a setting came from, if it is not the default. */
  Optional<String> origin(String setting) {
    return Optional.ofNullable(origins.get(setting));
  }

  /** What was wrong, one sentence each. */
  List<String> problems() {
    return problems;
  }

  /** Reads a file of lines {@code name: value} or {@code name = value}. */
  void file(Path file) {
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      lines(reader, file.toString());
    } catch (IOException | IllegalArgumentException unreadable) {
      problems.add(
          file
              + ": cannot be read (expected: lines of name: value, in UTF-8): "
              + unreadable.getMessage());
    }
  }

  /** Reads such lines; all of them or none. */
  void lines(Reader reader, String origin) throws IOException {
    Properties lines = new Properties();
    lines.load(reader);
    for (String name : lines.stringPropertyNames()) {
      take(name, lines.getProperty(name), origin);
    }
  }

  /**
   * Reads the variables that begin with {@code ROOMLEDGER_}. One that ends in {@code _FILE} where a
   * setting does not says in which file its value is the first line, as secrets are handed to
   * containers.
   */
  void environment(Map<String, String> variables) {
    Map<String, String> names = new TreeMap<>();
    known.forEach(setting -> names.put(SettingReader.environmentName(setting), setting));
    variables.forEach((variable, value) -> {
      if (variable.startsWith("ROOMLEDGER_")
          && !NOT_SETTINGS.contains(variable)
          && !neighbours(variable, value)) {
        String inFile = names.get(variable.replaceFirst("_FILE$", ""));
        if (inFile != null && !names.containsKey(variable)) {
          firstLine(inFile, variable, value, variables);
        } else {
          take(names.getOrDefault(variable, variable), value, "environment " + variable);
        }
      }
    });
  }

  private void firstLine(
      String setting, String variable, String file, Map<String, String> variables) {
    if (variables.containsKey(SettingReader.environmentName(setting))) {
      problems.add(
          setting + ": in the environment and in " + variable + " (expected: one of them)");
      return;
    }
    try (BufferedReader lines = Files.newBufferedReader(Path.of(file), StandardCharsets.UTF_8)) {
      String line = lines.readLine();
      take(setting, line == null ? "" : line, "file of environment " + variable);
    } catch (IOException | InvalidPathException unreadable) {
      problems.add(
          variable
              + ": "
              + file
              + " cannot be read (expected: a file whose first line is the value)");
    }
  }

  /** Of a service that is called server, the variable of its address is that of our port, too. */
  private static boolean neighbours(String variable, String value) {
    return NEIGHBOUR.matcher(variable).matches()
        || (variable.endsWith("_PORT") && NEIGHBOURS_ADDRESS.matcher(value).matches());
  }

  /** Takes one value, such as one of the command line. */
  void take(String setting, String value, String origin) {
    if (!known.contains(setting)) {
      problems.add(
          origin
              + ": "
              + setting
              + " is no setting (expected: one such as "
              + nearest(setting)
              + ")");
      return;
    }
    values.put(setting, value);
    origins.put(setting, origin);
  }

  private String nearest(String name) {
    String wanted =
        name.replace("ROOMLEDGER_", "").replace('_', '.').toLowerCase(java.util.Locale.ROOT);
    return known.stream()
        .min(Comparator.comparingInt(setting -> distance(setting, wanted)))
        .orElse("");
  }

  /** Levenshtein's distance. */
  private static int distance(String left, String right) {
    int[] row = new int[right.length() + 1];
    for (int j = 0; j <= right.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= right.length(); j++) {
        int change = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[right.length()];
  }
}
