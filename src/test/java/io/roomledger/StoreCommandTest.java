package io.roomledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.store.FileStore;
import io.roomledger.store.ObjectStore;
import io.roomledger.store.S3Server;
import io.roomledger.store.S3Store;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are moved between a directory and a bucket, there and back. */
class StoreCommandTest {
  private static final List<String> KEYS = List.of("exports/7/1", "files/a", "recordings/b/film");

  @TempDir static Path shared;
  private static S3Server server;

  @TempDir Path folder;
  private final PrintStream usual = System.out;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private String prefix = "";

  @BeforeAll
  static void start() throws Exception {
    server = new S3Server(shared);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void configure() throws IOException {
    prefix = String.valueOf(folder.getFileName());
    settings("");
    Files.createDirectories(folder.resolve("data"));
    System.setOut(new PrintStream(printed, true, UTF_8));
  }

  private void settings(String more) throws IOException {
    Files.writeString(
        folder.resolve("roomledger.properties"),
        """
        store.s3.endpoint: http://127.0.0.1:%s
        store.s3.bucket: %s
        store.s3.prefix: %s
        store.s3.access-key: %s
        store.s3.secret-key: %s
        %s
        """
            .formatted(
                server.port(),
                S3Server.BUCKET,
                prefix,
                S3Server.ACCESS_KEY,
                S3Server.SECRET_KEY,
                more));
  }

  @AfterEach
  void printAsUsual() {
    System.setOut(usual);
  }

  private int migrate(String... words) {
    printed.reset();
    List<String> all = new ArrayList<>(List.of("store", "migrate"));
    all.addAll(List.of(words));
    all.addAll(List.of("--data", folder.resolve("data").toString()));
    all.addAll(List.of("--config", folder.resolve("roomledger.properties").toString()));
    return Main.commandLine().execute(all.toArray(String[]::new));
  }

  private String said() {
    return printed.toString(UTF_8);
  }

  private ObjectStore files() throws IOException {
    return new FileStore(folder.resolve("data/objects"), Clock.systemUTC());
  }

  private ObjectStore bucket() {
    return new S3Store(server.bucket(prefix));
  }

  private static void put(ObjectStore store, String key, String text) throws IOException {
    try (ObjectStore.Upload upload = store.begin(key)) {
      upload.stream().write(text.getBytes(UTF_8));
      upload.commit();
    }
  }

  private static String text(ObjectStore store, String key) throws IOException {
    try (InputStream in = store.find(key).orElseThrow().content().open(0)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  @Test
  void filesAreCopiedComparedGoneOnWithAndBroughtBack() throws IOException {
    for (String key : KEYS) {
      put(files(), key, "the bytes of " + key);
    }
    put(bucket(), KEYS.get(0), "the bytes of " + KEYS.get(0));
    assertThat(migrate("--to", "s3")).isZero();
    assertThat(said())
        .contains("2 files copied, 50 bytes", "1 were there already", "Set store.kind: s3");
    for (String key : KEYS) {
      assertThat(text(bucket(), key)).isEqualTo("the bytes of " + key);
    }
    assertThat(migrate("--to", "s3", "--by-size")).isZero();
    assertThat(said()).contains("0 files copied", "3 were there already");

    for (String key : KEYS) {
      files().delete(key);
    }
    assertThat(migrate("--to", "files")).isZero();
    assertThat(said()).contains("3 files copied", "Set store.kind: files");
    assertThat(text(files(), KEYS.get(2))).isEqualTo("the bytes of " + KEYS.get(2));
  }

  @Test
  void whatIsAnotherThereIsNamedAndNotTouched() throws IOException {
    put(files(), "files/a", "mine");
    put(bucket(), "files/a", "hers");
    put(bucket(), "files/old", "was deleted here");
    assertThat(migrate("--to", "s3")).isEqualTo(Main.NOT_WHOLE);
    assertThat(said())
        .contains("files/a: there as something else", "files/old: only there")
        .doesNotContain("Set store.kind");
    assertThat(text(bucket(), "files/a")).isEqualTo("hers");
    bucket().delete("files/a");
    assertThat(migrate("--to", "s3", "--remove-others")).isZero();
    assertThat(bucket().find("files/old")).isEmpty();
    assertThat(text(bucket(), "files/a")).isEqualTo("mine");
  }

  @Test
  void whereToMustBeSetUp() throws IOException {
    Files.writeString(folder.resolve("roomledger.properties"), "");
    assertThat(migrate("--to", "s3")).isEqualTo(Main.WRONG_USE);
    assertThat(migrate("--to", "tape")).isEqualTo(Main.WRONG_USE);
  }
}
