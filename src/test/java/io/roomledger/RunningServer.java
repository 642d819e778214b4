package io.roomledger;

import io.roomledger.db.Database;
import io.roomledger.db.DatabaseSettings;
import io.roomledger.db.TestDatabase;
import io.roomledger.http.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The whole server with the sample workspace on a port of its own, as `demo` starts it. */
final class RunningServer implements AutoCloseable {
  private final Wiring wiring;
  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  private RunningServer(Wiring wiring) {
    this.wiring = wiring;
    this.server = wiring.listen();
  }

  /** Starts it as `serve` does for the first time, with nobody but the first administrator. */
  static RunningServer forTheFirstTime(Path data, Consumer<String> oneTimePassword)
      throws IOException {
    return forTheFirstTime(TestDatabase.freshSettings(), data, oneTimePassword);
  }

  /** The same on a database of somebody else, which has nothing in it. */
  static RunningServer forTheFirstTime(
      DatabaseSettings database, Path data, Consumer<String> oneTimePassword) throws IOException {
    Wiring wiring = wiring(database, data, Map.of(), Clock.systemUTC());
    wiring.work();
    oneTimePassword.accept(ServeCommand.firstAdministrator(wiring).orElseThrow());
    return new RunningServer(wiring);
  }

  /** Starts it with those settings beside the defaults. */
  static RunningServer withSample(Path data, Map<String, String> settings) throws IOException {
    return on(TestDatabase.freshSettings(), data, settings);
  }

  /** The same on a database of somebody else. */
  static RunningServer on(DatabaseSettings database, Path data, Map<String, String> settings)
      throws IOException {
    return on(database, data, settings, Clock.systemUTC());
  }

  /** The same on a machine whose clock says that. */
  static RunningServer on(
      DatabaseSettings database, Path data, Map<String, String> settings, Clock machine)
      throws IOException {
    Wiring wiring = wiring(database, data, settings, machine);
    wiring.work();
    wiring.fillSample();
    return new RunningServer(wiring);
  }

  /** Starts one again that was closed: nothing is filled in. */
  static RunningServer again(DatabaseSettings database, Path data) throws IOException {
    Wiring wiring = wiring(database, data, Map.of(), Clock.systemUTC());
    wiring.work();
    return new RunningServer(wiring);
  }

  /** One that only answers, and leaves all work to another on the same database and files. */
  static RunningServer withoutJobs(
      DatabaseSettings database, Path data, Map<String, String> settings) throws IOException {
    return withoutJobs(database, data, settings, Clock.systemUTC());
  }

  /** The same on a machine whose clock says that. */
  static RunningServer withoutJobs(
      DatabaseSettings database, Path data, Map<String, String> settings, Clock machine)
      throws IOException {
    return new RunningServer(wiring(database, data, settings, machine));
  }

  private static Wiring wiring(
      DatabaseSettings database, Path data, Map<String, String> settings, Clock machine)
      throws IOException {
    Map<String, String> all = new TreeMap<>(settings);
    all.put("server.port", "0");
    all.put("database.url", database.url());
    all.put("database.user", database.user());
    all.put("database.password", database.password());
    all.put("database.pool-size", "8");
    Config config = new SettingReader(all).read(Config.class);
    Database opened = Database.open(config.database(), data);
    return Wiring.assembled(config.settled(), opened, machine, data);
  }

  /** Its address, such as {@code http://127.0.0.1:40123}. */
  String address() {
    return wiring.address();
  }

  /** The parts, to look behind the wire. */
  Wiring wiring() {
    return wiring;
  }

  /** A GET with headers, as name, value, name, value. */
  HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(address() + path)).GET(), headers);
  }

  /** A POST of JSON with headers, as name, value, name, value. */
  HttpResponse<byte[]> post(String path, String json, String... headers) throws Exception {
    return send(
        HttpRequest.newBuilder(URI.create(address() + path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)),
        headers);
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request, String... headers)
      throws Exception {
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  @Override
  public void close() {
    client.close();
    server.close();
    wiring.close();
  }
}
