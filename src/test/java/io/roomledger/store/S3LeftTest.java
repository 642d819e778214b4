package io.roomledger.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.db.Await;
import io.roomledger.store.ObjectStore.Upload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * Uploads into a bucket that another process goes on with; what any store does is in the contract.
 */
@TestInstance(Lifecycle.PER_CLASS)
class S3LeftTest {
  /** A part and a little. */
  private static final byte[] LARGE = new byte[S3Target.PART + 12_345];

  private static final byte[] MORE = "and what else there was to say".getBytes(UTF_8);

  private @Nullable S3Server started;
  private S3Store first = new S3Store(S3Server.bucket(1, S3Server.BUCKET, "none", "none"));
  private S3Store second = first;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    started = new S3Server(folder);
    new Random(7).nextBytes(LARGE);
  }

  @AfterAll
  void stop() {
    server().close();
  }

  private S3Server server() {
    return Objects.requireNonNull(started);
  }

  /** The same bucket, as two processes have it. */
  @BeforeEach
  void open() {
    S3Bucket bucket = server().bucket(UUID.randomUUID().toString());
    first = new S3Store(bucket);
    second = new S3Store(bucket);
  }

  /** Writes and keeps LARGE, as a process does that then crashes: nothing is closed. */
  private String crashed(S3Store store) throws IOException {
    Upload upload = store.begin("exports/7/1");
    upload.stream().write(LARGE);
    return upload.keep().orElseThrow();
  }

  private Upload heir(S3Store store, String left, int attempt) throws IOException {
    Upload heir = store.takeOver(left, "exports/7/" + attempt, LARGE.length).orElseThrow();
    try (InputStream kept = heir.kept()) {
      assertThat(kept.readAllBytes()).isEqualTo(LARGE);
    }
    return heir;
  }

  private static String kept(Upload upload) {
    List<String> name = new ArrayList<>();
    Await.until(
        "nothing is copied any more",
        Duration.ofSeconds(30),
        () -> upload.keep().map(name::add).orElse(false));
    return name.getFirst();
  }

  private static byte[] large(byte[] more) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(LARGE);
    all.writeBytes(more);
    return all.toByteArray();
  }

  private void assertOnly(String key, byte[] bytes) throws IOException {
    try (InputStream in = ObjectStoreContract.get(first, key).open(0)) {
      assertThat(in.readAllBytes()).isEqualTo(bytes);
    }
    assertThat(server().lying(first.bucket().prefix())).containsExactly(key);
  }

  @Test
  void whatFillsPartsIsCopiedByTheServerAndTheRestIsSentAgain() throws IOException {
    String left = crashed(first);
    int sent = server().count("part");
    try (Upload heir = heir(second, left, 2)) {
      heir.stream().write(MORE);
      heir.commit();
    }
    // s3proxy has a part put for each that it copies
    assertThat(server().count("part") - sent).isEqualTo(2);
    assertOnly("exports/7/2", large(MORE));
  }

  @Test
  void aServerThatDoesNotCopyIsSentAllOfIt() throws IOException {
    String left = crashed(first);
    server().fail("part", 1, 501);
    try (Upload heir = heir(second, left, 2)) {
      heir.stream().write(MORE);
      heir.commit();
    }
    assertOnly("exports/7/2", large(MORE));
  }

  @Test
  void whoWasThoughtToBeGoneCannotMakeItAnObject() throws IOException {
    Upload old = first.begin("exports/7/1");
    old.stream().write(LARGE);
    String left = old.keep().orElseThrow();
    old.stream().write(new byte[S3Target.PART]);
    try (Upload heir = heir(second, left, 2)) {
      old.stream().write(MORE);
      assertThatThrownBy(old::commit).isInstanceOf(IOException.class);
      old.close();
      heir.stream().write(MORE);
      heir.commit();
    }
    assertOnly("exports/7/2", large(MORE));
  }

  @Test
  void anHeirThatCrashesIsInheritedFrom() throws IOException {
    String left = crashed(first);
    Upload crashes = heir(second, left, 2);
    crashes.stream().write(MORE);
    S3Store third = new S3Store(first.bucket());
    Upload crashesToo = heir(third, left, 3);
    crashesToo.stream().write(MORE);
    String name = kept(crashesToo);
    S3Store fourth = new S3Store(first.bucket());
    try (Upload heir = heir(fourth, name, 4)) {
      heir.stream().write(MORE);
      heir.commit();
    }
    crashes.close();
    assertOnly("exports/7/4", large(MORE));
  }

  @Test
  void anAnswerThatIsLostWhileItIsPutTogetherDoesNotLoseIt() throws IOException {
    String left = crashed(first);
    server().loseAnswer("complete");
    try (Upload heir = heir(second, left, 2)) {
      heir.commit();
    }
    assertOnly("exports/7/2", LARGE);
  }

  @Test
  void aPartThatComesOnceMoreJustThenIsListedAnew() throws IOException {
    String left = crashed(first);
    server().fail("complete", 1, 400);
    try (Upload heir = heir(second, left, 2)) {
      heir.commit();
    }
    assertOnly("exports/7/2", LARGE);
  }

  @Test
  void aServerThatDoesNotListPartsKeepsNothing() throws IOException {
    String left = crashed(first);
    server().fail("parts", 1, 501);
    assertThat(second.takeOver(left, "exports/7/2", 5)).isEmpty();
  }

  @Test
  void aServerThatIsGoneForAWhileIsNoReasonToBeginAnew() throws IOException {
    String left = crashed(first);
    server().fail("parts", 4, 503);
    assertThatThrownBy(() -> second.takeOver(left, "exports/7/2", 5))
        .isInstanceOf(S3Trouble.OutOfReachException.class)
        .hasMessageContaining("exports/7/1: what is left of it cannot be read");
    heir(second, left, 2).close();
  }

  @Test
  void whatTheServerWillNotPutTogetherIsNotGoneOnWith() throws IOException {
    String left = crashed(first);
    Upload heir = heir(second, left, 2);
    heir.stream().write(MORE);
    String own = kept(heir);
    server().fail("complete", 1, 400);
    assertThatThrownBy(heir::commit).isInstanceOf(IOException.class);
    heir.leave();
    assertThat(first.takeOver(own, "exports/7/3", 5)).isEmpty();
    assertThat(server().lying(first.bucket().prefix())).isEmpty();
  }

  @Test
  void whileTheServerCopiesNothingNewIsKept() throws Exception {
    String left = crashed(first);
    CountDownLatch copied = new CountDownLatch(1);
    server().hold("part", copied);
    Upload heir = second.takeOver(left, "exports/7/2", LARGE.length).orElseThrow();
    assertThat(heir.keep()).isEmpty();
    copied.countDown();
    heir.stream().write(LARGE);
    heir.commit();
    assertOnly("exports/7/2", large(LARGE));
  }
}
