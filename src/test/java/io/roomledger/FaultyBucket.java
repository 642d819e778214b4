package io.roomledger;

import io.roomledger.db.TcpProxy;
import io.roomledger.store.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A bucket of an S3 server that is slow, cut off, fails and is full for a while each. */
final class FaultyBucket implements FaultyPlace {
  private static final String PREFIX = "faults";

  private final Path folder;
  private final Path keys;
  private final S3Server server;
  private final TcpProxy network;

  /** Its objects lie in a new folder there. */
  FaultyBucket(Path below) throws Exception {
    folder = Files.createDirectory(below.resolve("bucket"));
    keys =
        Files.writeString(
            below.resolve("keys"), S3Server.ACCESS_KEY + "\n" + S3Server.SECRET_KEY + "\n");
    server = new S3Server(folder);
    network = new TcpProxy(server.port());
  }

  @Override
  public String name() {
    return "one bucket (s3proxy)";
  }

  @Override
  public Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    settings.put("store.kind", "s3");
    settings.put("store.s3.endpoint", "http://127.0.0.1:" + network.port());
    settings.put("store.s3.bucket", S3Server.BUCKET);
    settings.put("store.s3.prefix", PREFIX);
    settings.put("store.s3.keys-file", keys.toString());
    return settings;
  }

  @Override
  public List<Trouble> troubles() {
    return List.of(
        new Trouble(
            "the bucket slow",
            () -> network.slow(Duration.ofMillis(150)),
            () -> network.slow(Duration.ZERO),
            false),
        new Trouble("the bucket cut off", network::cut, network::mend, true),
        new Trouble("the bucket failing, 500", () -> fail(500), () -> fail(0), true),
        new Trouble("the bucket full, 507", () -> fail(507), () -> fail(0), true));
  }

  private void fail(int status) {
    for (String act : List.of("put", "create", "part", "complete")) {
      if (status == 0) {
        server.mend(act);
      } else {
        server.fail(act, Integer.MAX_VALUE, status);
      }
    }
  }

  @Override
  public List<String> untried() {
    return List.of();
  }

  @Override
  public void age() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(9))));
      }
    }
  }

  @Override
  public List<String> left(Set<String> published) throws IOException {
    return server.lying(PREFIX).stream()
        .filter(each -> each.startsWith("exports/") || each.endsWith(")"))
        .filter(each -> !published.contains(each))
        .toList();
  }

  @Override
  public void close() {
    network.close();
    server.close();
  }
}
