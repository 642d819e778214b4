package io.roomledger.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.InMemory;
import io.roomledger.base.RefusedException;
import io.roomledger.export.Exports.ExportFile;
import io.roomledger.job.Worker;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files come into a bucket as a whole or not at all. */
class BucketPlaceTest {
  private static final int PART = 100_000;
  private static final byte[] LARGE = new byte[2 * PART + 12_345];
  private static final byte[] SMALL =
      "a few bytes".getBytes(java.nio.charset.StandardCharsets.UTF_8);

  private S3Endpoint s3;
  private final List<Long> reached = new ArrayList<>();

  @BeforeEach
  void open() throws IOException {
    s3 = new S3Endpoint();
    new Random(7).nextBytes(LARGE);
  }

  @AfterEach
  void close() {
    s3.close();
  }

  private static ExportFile file(byte[] content) {
    return file(content, content);
  }

  /** A file of which is said that it has the hash of other bytes. */
  private static ExportFile file(byte[] content, byte[] said) {
    String hash = HexFormat.of().formatHex(S3Endpoint.sha256(said));
    return new ExportFile("x.zip", "application/zip", Instant.EPOCH, new InMemory(content), hash);
  }

  private String put(String name, ExportFile file) throws IOException {
    return new BucketPlace(s3.settings("rooms/exports"), PART)
        .put(name, file, (done, _) -> reached.add(done));
  }

  private void nothingIsThere() {
    assertThat(s3.objects()).isEmpty();
    assertThat(s3.uploadsUnderWay()).isZero();
  }

  @Test
  void aSmallFileComesAtOnceUnderWhateverName() throws Exception {
    String name = "2026/1-会议 #1, 100%&+=?.zip";
    assertThat(put(name, file(SMALL))).isEqualTo("s3://records/rooms/exports/" + name);
    assertThat(put("empty", file(new byte[0]))).isEqualTo("s3://records/rooms/exports/empty");

    assertThat(s3.objects()).containsOnlyKeys("rooms/exports/" + name, "rooms/exports/empty");
    S3Endpoint.S3Object there = s3.object("rooms/exports/" + name);
    assertThat(there.content()).isEqualTo(SMALL);
    assertThat(there.mediaType()).isEqualTo("application/zip");
    assertThat(there.sha256()).isEqualTo(file(SMALL).sha256());
    assertThat(there.parts()).isZero();
    assertThat(s3.calls()).isEqualTo(2);
  }

  @Test
  void aLargeFileComesInPartsAndIsSeenWhenItIsWhole() throws Exception {
    new BucketPlace(s3.settings(""), PART)
        .put(
            "1-x.zip",
            file(LARGE),
            (done, total) -> {
              reached.add(done);
              assertThat(total).isEqualTo(LARGE.length);
              assertThat(s3.objects()).hasSize(done == total ? 1 : 0);
            });

    S3Endpoint.S3Object there = s3.object("1-x.zip");
    assertThat(Arrays.equals(there.content(), LARGE)).isTrue();
    assertThat(there.parts()).isEqualTo(3);
    assertThat(there.sha256()).isEqualTo(file(LARGE).sha256());
    assertThat(there.mediaType()).isEqualTo("application/zip");
    assertThat(s3.uploadsUnderWay()).isZero();
    long part = PART;
    assertThat(reached).containsExactly(0L, part, 2 * part, (long) LARGE.length);
  }

  @Test
  void aPartThatTheServerLosesIsSentAgain() throws Exception {
    s3.fail("part 2", 500);
    s3.fail("complete", 503);
    put("x", file(LARGE));
    assertThat(Arrays.equals(s3.object("rooms/exports/x").content(), LARGE)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"begin", "part 1", "part 3", "complete"})
  void whatTheServerRefusesLeavesNothing(String act) {
    s3.fail(act, 403);
    assertThatThrownBy(() -> put("x", file(LARGE)))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "bucket records: answered 403 AccessDenied: refused by the test"
                + " (the keys of the settings may not do this there)");
    nothingIsThere();
  }

  @Test
  void whatMayNotBePutOrTakenAwayIsSaid() {
    s3.fail("put", 403);
    assertThatThrownBy(() -> put("x", file(SMALL))).hasMessageContaining("AccessDenied");
    s3.fail("part 1", 403);
    s3.fail("abort", 403);
    assertThatThrownBy(() -> put("x", file(LARGE))).hasMessageContaining("AccessDenied");
    assertThat(s3.objects()).isEmpty();
  }

  @Test
  void aFileThatIsNotWhatWasExportedLeavesNothing() {
    assertThatThrownBy(() -> put("x", file(SMALL, LARGE)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not what was exported");
    assertThatThrownBy(() -> put("x", file(LARGE, SMALL)))
        .hasMessageContaining("not what was exported");
    nothingIsThere();
  }

  @Test
  void whoIsCancelledOrInterruptedTakesAwayWhatIsThere() {
    BucketPlace place = new BucketPlace(s3.settings(""), PART);
    assertThatThrownBy(() ->
            place.put(
                "x",
                file(LARGE),
                (done, _) -> {
                  if (done > 0) {
                    throw new Worker.CancelledException("cancelled");
                  }
                }))
        .isInstanceOf(Worker.CancelledException.class)
        .hasMessage("cancelled");
    nothingIsThere();
    assertThatThrownBy(
            () -> place.put("x", file(LARGE), (_, _) -> Thread.currentThread().interrupt()))
        .isInstanceOf(Worker.CancelledException.class);
    assertThat(Thread.interrupted()).isTrue();
    nothingIsThere();
  }

  @Test
  void withAnotherSecretNothingIsPutAndTheSecretIsNotSaid() {
    BucketSettings wrong = s3.settings("", "another secret");
    assertThatThrownBy(() -> new BucketPlace(wrong, PART).put("x", file(SMALL), (_, _) -> {}))
        .hasMessage(
            "bucket records: answered 403 SignatureDoesNotMatch: refused by the test"
                + " (it does not take the keys of the settings)");
    assertThat(wrong.toString()).doesNotContain("another secret").doesNotContain("ROOMKEY");
    nothingIsThere();
  }

  @Test
  void aServerThatIsNotThereOrNotConfiguredIsSaid() {
    s3.close();
    assertThatThrownBy(() -> put("x", file(SMALL)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("bucket records:")
        .hasMessageContaining("refused");
    BucketPlace nowhere = new BucketPlace(BucketSettings.none(), PART);
    assertThatThrownBy(() -> nowhere.put("x", file(SMALL), (_, _) -> {}))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("deliveries.s3.bucket");
  }

  @ParameterizedTest
  @CsvSource({
    "ftp://example.org, eu, records, '', a, b, endpoint: ftp://example.org",
    "https://ann:hidden@example.org, eu, records, '', a, b, endpoint: (secret)",
    "https://example.org/path, eu, records, '', a, b, endpoint: https",
    "not an address, eu, records, '', a, b, endpoint: not",
    "'', EU WEST, records, '', a, b, region: EU WEST",
    "'', eu, Records/x, '', a, b, bucket: Records/x",
    "'', eu, records, ../x, a, b, prefix: ../x",
    "'', eu, records, a//b, a, b, prefix: a//b",
    "'', eu, records, '', '', '', access-key: nothing",
    "'', eu, records, '', a, '', secret-key: nothing",
    "'', eu, '', '', '', hidden, secret-key: without",
  })
  void settingsThatLeadNowhereAreRefused(
      String endpoint,
      String region,
      String bucket,
      String prefix,
      String accessKey,
      String secretKey,
      String said) {
    assertThatThrownBy(
            () -> new BucketSettings(endpoint, region, bucket, prefix, true, accessKey, secretKey))
        .isInstanceOf(RefusedException.class)
        .hasMessageStartingWith("deliveries.s3." + said)
        .hasMessageContaining("expected")
        .hasMessageNotContaining("hidden");
  }
}
