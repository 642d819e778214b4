package io.roomledger.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.Content;
import io.roomledger.db.TcpProxy;
import io.roomledger.store.ObjectStore.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** A bucket of a real server, also one that is slow, fails, and cannot be reached. */
@TestInstance(Lifecycle.PER_CLASS)
class S3StoreTest extends ObjectStoreContract {
  private static final int PART = S3Target.PART;

  /** A part and a little. */
  private static final byte[] LARGE = new byte[PART + 12_345];

  private @Nullable S3Server started;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    started = new S3Server(folder);
    new Random(7).nextBytes(LARGE);
  }

  @AfterAll
  void stop() {
    server().close();
  }

  @Override
  ObjectStore store() {
    return store(server().bucket(UUID.randomUUID().toString()));
  }

  private static S3Store store(S3Bucket bucket) {
    return new S3Store(bucket);
  }

  private S3Server server() {
    return Objects.requireNonNull(started);
  }

  private static void putLarge(ObjectStore store, String key) throws IOException {
    try (Upload upload = store.begin(key)) {
      for (int at = 0; at < LARGE.length; at += 1 << 16) {
        upload.stream().write(LARGE, at, Math.min(1 << 16, LARGE.length - at));
      }
      upload.commit();
    }
  }

  private static byte[] all(ObjectStore store, String key) throws IOException {
    try (InputStream in = get(store, key).open(0)) {
      return in.readAllBytes();
    }
  }

  /** What another sweeps who looks when everything has been quiet for long. */
  private static int swept(ObjectStore store) throws IOException {
    return store.dropLeft(Set.of(), Instant.now().plus(Duration.ofHours(7)));
  }

  @Test
  void whatIsLargeComesInPartsAndIsReadFromTheMiddle() throws IOException {
    ObjectStore store = store();
    int parts = server().count("part");
    try (Upload upload = store.begin("exports/7/1")) {
      upload.stream().write(LARGE);
      upload.stream().write(LARGE);
      upload.commit();
    }
    assertThat(server().count("part") - parts).isEqualTo(3);
    byte[] read = all(store, "exports/7/1");
    int half = LARGE.length;
    assertThat(read).hasSize(2 * half);
    assertThat(Arrays.equals(read, 0, half, LARGE, 0, half)).isTrue();
    assertThat(Arrays.equals(read, half, 2 * half, LARGE, 0, half)).isTrue();
    Content content = get(store, "exports/7/1");
    int gets = server().count("get");
    try (InputStream in = content.open(2 * half - 100)) {
      assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(LARGE, half - 100, half));
    }
    assertThat(server().count("get") - gets).isEqualTo(1);
    try (InputStream in = content.open(5)) {
      assertThat(in.skip(PART)).isEqualTo(PART);
      assertThat(in.read()).isEqualTo(LARGE[PART + 5] & 0xff);
    }
  }

  @Test
  void anUploadInPartsThatIsClosedLeavesNothingBehind() throws IOException {
    ObjectStore store = store();
    try (Upload upload = store.begin("a")) {
      upload.stream().write(LARGE);
    }
    assertThat(store.list("")).isEmpty();
    assertThat(swept(store)).isZero();
  }

  @Test
  void partsThatACrashLeftAreSweptAndThoseUnderWayAreNot() throws IOException {
    S3Bucket bucket = server().bucket(UUID.randomUUID().toString());
    S3Store crashed = store(bucket);
    Upload left = crashed.begin("a");
    left.stream().write(LARGE);
    assertThat(swept(crashed)).as("its own is under way").isZero();
    S3Store other = store(bucket);
    assertThat(other.dropLeft(Set.of(), Instant.now())).as("it was written to just now").isZero();
    assertThat(swept(other)).isEqualTo(1);
    assertThatThrownBy(left::commit)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a: not stored, nothing of it is kept")
        .hasMessageContaining("NoSuchUpload");
    left.close();
    assertThat(other.list("")).isEmpty();
  }

  @Test
  void anUploadThatIsGoneAlreadyKeepsNoOtherFromBeingSwept() throws IOException {
    S3Bucket bucket = server().bucket(UUID.randomUUID().toString());
    S3Store crashed = store(bucket);
    for (String key : Set.of("a", "b")) {
      crashed.target(key, "left").begin().send(new S3Part(LARGE, PART));
    }
    // done, but answered as if it was not: the second try finds none
    server().loseAnswer("abort");
    assertThat(swept(store(bucket))).isEqualTo(1);
    assertThat(server().lying(bucket.prefix())).isEmpty();
  }

  @Test
  void anObjectInPartsNeverChangesEitherThoughTheAnswerIsLost() throws IOException {
    ObjectStore store = store();
    server().loseAnswer("complete");
    putLarge(store, "a");
    try (Upload second = store.begin("a")) {
      second.stream().write(new byte[PART + 1]);
      assertThatThrownBy(second::commit).isInstanceOf(FileAlreadyExistsException.class);
    }
    assertThat(get(store, "a").size()).isEqualTo(LARGE.length);
    assertThat(swept(store)).isZero();
  }

  @Test
  void ofTwoAtOnceOneIsStored() throws IOException {
    ObjectStore store = store();
    try (Upload one = store.begin("a");
        Upload two = store.begin("a")) {
      one.stream().write("one".getBytes(UTF_8));
      two.stream().write("two".getBytes(UTF_8));
      two.commit();
      assertThatThrownBy(one::commit).isInstanceOf(FileAlreadyExistsException.class);
    }
    assertThat(text(get(store, "a"), 0)).isEqualTo("two");
  }

  @Test
  void anAnswerThatIsLostDoesNotMakeItAnother() throws IOException {
    ObjectStore store = store();
    put(store, "first", "so that the server is known");
    server().loseAnswer("put");
    put(store, "a", "hello");
    assertThat(text(get(store, "a"), 0)).isEqualTo("hello");
  }

  @Test
  void whatFailsForLongIsSaidAndLeavesNothing() throws IOException {
    ObjectStore store = store();
    put(store, "first", "so that the server is known");
    server().fail("part", 4, 503);
    assertThatThrownBy(() -> putLarge(store, "a"))
        .isInstanceOf(S3Trouble.OutOfReachException.class)
        .hasMessageStartingWith("a: not stored, nothing of it is kept: bucket roomledger-test: ");
    assertThat(store.list("a")).isEmpty();
    assertThat(swept(store)).isZero();
  }

  @Test
  void whatFailsForAMomentIsTriedAgainAndReadOnWhereTheNetworkBroke() throws IOException {
    ObjectStore direct = store();
    try (TcpProxy network = new TcpProxy(server().port())) {
      S3Bucket bucket = ((S3Store) direct).bucket();
      server().fail("part", 2, 503);
      putLarge(direct, "a");
      S3Store store =
          new S3Store(
              S3Server.bucket(
                  network.port(), S3Server.BUCKET, bucket.prefix(), S3Server.SECRET_KEY));
      byte[] read = new byte[LARGE.length];
      server().fail("get", 2, 500);
      try (InputStream in = get(store, "a").open(0)) {
        int first = in.readNBytes(read, 0, 3 << 18);
        network.slow(Duration.ofMillis(1));
        network.cutConnections();
        assertThat(first + in.readNBytes(read, first, LARGE.length - first))
            .isEqualTo(LARGE.length);
      }
      assertThat(Arrays.equals(read, LARGE)).isTrue();
      network.cut();
      assertThatThrownBy(store::tryOut)
          .isInstanceOf(S3Trouble.OutOfReachException.class)
          .hasMessageContaining("cannot be written: bucket roomledger-test");
      network.mend();
      store.tryOut();
    }
    assertThat(direct.list("")).hasSize(1);
  }

  @Test
  void aBucketThatIsNotThereAndKeysThatDoNotFitAreSaid() {
    S3Store nowhere =
        new S3Store(S3Server.bucket(server().port(), "no-bucket", "x", S3Server.SECRET_KEY));
    assertThatThrownBy(nowhere::tryOut)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("there is no such bucket; make it");
    assertThatThrownBy(() -> nowhere.find("a")).hasMessageContaining("no such bucket");
    assertThatThrownBy(() -> nowhere.list("")).hasMessageContaining("no such bucket");
    S3Store stranger =
        new S3Store(S3Server.bucket(server().port(), S3Server.BUCKET, "x", "another secret"));
    assertThatThrownBy(stranger::tryOut)
        .hasMessageContaining("403 SignatureDoesNotMatch")
        .hasMessageContaining("does not take the keys of the settings");
    assertThatThrownBy(() -> stranger.find("a")).hasMessageContaining("403");
    assertThatThrownBy(() -> stranger.delete("a")).hasMessageNotContaining("another secret");
  }
}
