package io.roomledger;

import io.roomledger.db.Await;
import io.roomledger.db.DatabaseSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server in a process of its own, with a small heap, which may be killed. */
final class NodeProcess implements AutoCloseable {
  private static final Duration STARTS_WITHIN = Duration.ofMinutes(3);
  private static final Pattern ADDRESS = Pattern.compile("Roomledger is ready on (http://[^ \n]+)");

  /** Options of Java for one that starts fast and takes little. */
  private static final List<String> SMALL =
      List.of("-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private final Process process;
  private final Path log;

  private NodeProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts one, and does not wait until it is ready.
   *
   * @param data its folder, which others may use too
   * @param log where it writes what it has to say; what was there is gone
   * @param before what stands before the program's own words, such as {@code taskset}
   */
  static NodeProcess start(Path data, Path log, Map<String, String> settings, String... before)
      throws IOException {
    return start(data, log, settings, SMALL, List.of(before));
  }

  /**
   * The same with options of Java in place of those of a small one that starts fast.
   *
   * @param before what stands before the program's own words
   */
  static NodeProcess start(
      Path data, Path log, Map<String, String> settings, List<String> java, List<String> before)
      throws IOException {
    List<String> words = new ArrayList<>(before);
    words.addAll(java(java));
    words.addAll(List.of("io.roomledger.Main", "serve", "--port", "0", "--data", data.toString()));
    return start(words, log, settings);
  }

  /** The same on a machine whose clock is so many minutes ahead. */
  static NodeProcess skewed(Path data, Path log, Map<String, String> settings, int minutes)
      throws IOException {
    List<String> words = new ArrayList<>(java(SMALL));
    words.addAll(List.of("io.roomledger.SkewedServer", Integer.toString(minutes), data.toString()));
    Map<String, String> all = new TreeMap<>(settings);
    all.put("server.port", "0");
    return start(words, log, all);
  }

  private static List<String> java(List<String> options) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(options);
    words.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path")));
    return words;
  }

  private static NodeProcess start(List<String> words, Path log, Map<String, String> settings)
      throws IOException {
    Files.deleteIfExists(log);
    ProcessBuilder builder =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile());
    settings.forEach((name, value) ->
        builder
            .environment()
            .put("ROOMLEDGER_" + name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"), value));
    return new NodeProcess(builder.start(), log);
  }

  /** Where a database is, as settings of a server. */
  static Map<String, String> on(DatabaseSettings database) {
    return Map.of(
        "database.url", database.url(),
        "database.user", database.user(),
        "database.password", database.password(),
        "database.pool-size", "10");
  }

  /** Waits until it listens. */
  NodeProcess ready() {
    Await.until(
        "the server is ready",
        STARTS_WITHIN,
        () -> {
          if (!process.isAlive()) {
            throw new AssertionError("the server ended: " + said());
          }
          return listens();
        });
    return this;
  }

  boolean alive() {
    return process.isAlive();
  }

  /** Whether it has come so far. */
  boolean listens() {
    return said().contains("Roomledger is ready");
  }

  /** Where it listens, if it has come so far. */
  Optional<String> address() {
    Matcher found = ADDRESS.matcher(said());
    return found.find() ? Optional.of(found.group(1)) : Optional.empty();
  }

  /** Whether a load balancer would send requests there. */
  boolean saysReady(HttpClient balancer) throws InterruptedException {
    Optional<String> address = alive() ? address() : Optional.empty();
    if (address.isEmpty()) {
      return false;
    }
    HttpRequest question =
        HttpRequest.newBuilder(URI.create(address.get() + "/health/ready"))
            .timeout(Duration.ofSeconds(20))
            .build();
    try {
      return balancer.send(question, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** All it has said so far. */
  String said() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return "";
    }
  }

  /** Asks it to end, and waits until it has. */
  void stop() {
    process.destroy();
    Await.until("the server has ended", STARTS_WITHIN, () -> !process.isAlive());
  }

  /** As {@code kill -9} does: no chance to tidy up. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
