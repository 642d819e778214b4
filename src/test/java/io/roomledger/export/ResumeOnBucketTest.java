package io.roomledger.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.audit.AuditFilter;
import io.roomledger.job.JobStatus;
import io.roomledger.store.ObjectStore;
import io.roomledger.store.S3Server;
import io.roomledger.store.S3Store;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An attempt that broke off is gone on with where files are kept in a bucket, too. */
class ResumeOnBucketTest extends ExportsHouse {
  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final int ROWS = 12_000;

  @TempDir static Path lying;
  private static S3Server server;

  private final String prefix = UUID.randomUUID().toString();
  private int lives;
  private long id;

  @BeforeAll
  static void serve() throws Exception {
    server = new S3Server(lying);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  ObjectStore place() {
    return new S3Store(server.bucket(prefix));
  }

  /** Far more often than anybody would. */
  @Override
  ExportSettings settings() {
    return new ExportSettings(Duration.ofDays(30), Duration.ofMillis(20));
  }

  /** The first attempt breaks off in the middle. */
  private void breaksOff(Runnable then) {
    notes.more = ", and what else there was to say of it, at some length; ".repeat(8);
    notes.add(0, ROWS);
    notes.middle =
        () -> {
          if (lives++ == 0) {
            then.run();
            throw new IOException("the server is gone");
          }
        };
  }

  private ExportJob ranTwice() {
    id = ordered("notes.html");
    jobs.runAll();
    assertThat(exports.get(OPERATOR, id).job().status()).isEqualTo(JobStatus.WAITING);
    jobs.runAllLater(PAUSE);
    return exports.get(OPERATOR, id);
  }

  private List<String> left() throws IOException {
    return server.lying(prefix);
  }

  @Test
  void whatWasFinishedIsKeptAndNothingElseStays() throws IOException {
    breaksOff(this::leaveMore);
    ExportJob job = ranTwice();
    assertThat(job.job().status()).isEqualTo(JobStatus.DONE);
    assertThat(job.result().orElseThrow().rows()).isEqualTo(ROWS);
    String told = audited().getOrDefault("resumed", "");
    assertThat(told).startsWith("gone on with behind ");
    assertThat(manifest(job.id()).path("resumed").asText()).isEqualTo(told);
    assertThat(Verification.of(file(job.id())).problems()).isEmpty();
    assertThat(left()).containsExactly("exports/" + job.id() + "/2");
  }

  /** As what was put together for one that crashed at once. */
  private void leaveMore() {
    try (ObjectStore.Upload upload = store.begin("exports/" + id + "/0")) {
      upload.commit();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** What the audit says of the export that was done last. */
  private Map<String, String> audited() {
    return database
        .jdbi()
        .withHandle(handle -> audit.list(handle, OPERATOR, AuditFilter.ALL, Optional.empty(), 1))
        .items()
        .getFirst()
        .details();
  }

  @Test
  void whatIsDamagedIsNotGoneOnWith() throws IOException {
    breaksOff(this::damage);
    ExportJob job = ranTwice();
    assertThat(job.job().status()).isEqualTo(JobStatus.DONE);
    assertThat(manifest(job.id()).path("resumed").asText())
        .isEqualTo("begun anew: the file of the earlier attempt is damaged");
    assertThat(Verification.of(file(job.id())).problems()).isEmpty();
    assertThat(left()).containsExactly("exports/" + job.id() + "/2");
  }

  /** Whatever the server keeps of it gets other bytes. */
  private void damage() {
    try (Stream<Path> files = Files.walk(lying)) {
      for (Path each : files.filter(it -> it.toString().contains(prefix)).toList()) {
        if (Files.isRegularFile(each) && Files.size(each) > 1_000) {
          try (RandomAccessFile file = new RandomAccessFile(each.toFile(), "rw")) {
            file.seek(100);
            file.write(new byte[] {1, 2, 3, 4});
          }
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatACancelledExportHadFinishedIsRemoved() throws IOException {
    breaksOff(() -> {});
    id = ordered("notes.html");
    jobs.runAll();
    assertThat(left()).containsExactly(prefix + "/exports/" + id + "/1 (unfinished)");
    exports.cancel(OPERATOR, id);
    assertThat(left()).isEmpty();
  }

  @Test
  void whatIsCancelledWhileItIsMadeLeavesNothing() throws IOException {
    breaksOff(() -> {});
    id = ordered("notes.html");
    cancelInTheMiddle(id);
    jobs.runAll();
    assertThat(exports.get(OPERATOR, id).job().status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(left()).isEmpty();
  }
}
