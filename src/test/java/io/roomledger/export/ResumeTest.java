package io.roomledger.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.audit.AuditFilter;
import io.roomledger.base.Content;
import io.roomledger.job.JobStatus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An attempt that broke off is gone on with: what it finished stays, and is what now comes. */
class ResumeTest extends ExportsHouse {
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private static final int FILES = 40;
  private static final int ROWS = 12_000;

  private int lives;

  /** Far more often than anybody would. */
  @Override
  ExportSettings settings() {
    return new ExportSettings(Duration.ofDays(30), Duration.ofMillis(20));
  }

  /** Notes enough that half of them are more than what is being packed at any time. */
  private void fill() {
    notes.more = ", and what else there was to say of it, at some length; ".repeat(8);
    notes.add(0, ROWS);
  }

  /** The first {@code times} attempts break off in the middle. */
  private void breakOff(int times, Runnable then) {
    notes.middle =
        () -> {
          if (lives++ < times) {
            then.run();
            throw new IOException("the server is gone");
          }
        };
  }

  private ExportJob ranTwice(String recipe) {
    long id = ordered(recipe);
    jobs.runAll();
    assertThat(exports.get(OPERATOR, id).job().status()).isEqualTo(JobStatus.WAITING);
    assertThat(exports.get(OPERATOR, id).reason()).isEqualTo("the server is gone");
    jobs.runAllLater(PAUSE);
    return exports.get(OPERATOR, id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"notes.html", "notes.json"})
  void whatWasFinishedIsKeptAndTheFileIsWhatItWouldHaveBeen(String recipe) throws IOException {
    fill();
    Map<String, String> whole = entries(ran(recipe).id());
    long written = store.written;
    breakOff(1, () -> {});

    ExportJob job = ranTwice(recipe);

    assertThat(job.job().status()).isEqualTo(JobStatus.DONE);
    assertThat(job.job().attempt()).isEqualTo(2);
    assertThat(job.result().orElseThrow().rows()).isEqualTo(ROWS);
    assertThat(entries(job.id())).isEqualTo(whole);
    assertThat(manifest(job.id()).path("resumed").asText()).startsWith("gone on with behind ");
    assertThat(store.written - written).as("nothing was packed twice").isLessThan(written * 3 / 2);
    assertThat(incoming()).isEmpty();
    assertThat(parts()).isZero();
  }

  @Test
  void itGoesOnAfterEveryAttemptThatBreaksOff() throws IOException {
    fill();
    breakOff(2, () -> {});
    long id = ranTwice("notes.json").id();
    assertThat(exports.get(OPERATOR, id).job().status()).isEqualTo(JobStatus.WAITING);
    jobs.runAllLater(PAUSE.multipliedBy(2));
    assertThat(exports.get(OPERATOR, id).job().attempt()).isEqualTo(3);
    assertThat(Verification.of(file(id)).problems()).isEmpty();
    assertThat(manifest(id).path("resumed").asText()).startsWith("gone on with behind ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"notes.html", "notes.json"})
  void aChangeOfWhatWasFinishedBeginsAnewAndSaysWhy(String recipe) throws IOException {
    fill();
    breakOff(1, () -> notes.change(17, "something else"));

    ExportJob job = ranTwice(recipe);

    assertThat(job.job().status()).isEqualTo(JobStatus.DONE);
    assertThat(manifest(job.id()).path("resumed").asText())
        .startsWith("begun anew: ")
        .endsWith(" is no longer what it was");
    assertThat(entries(job.id())).isEqualTo(entries(ran(recipe).id()));
    assertThat(String.join("", entries(job.id()).values())).contains("something else");
    assertThat(incoming()).isEmpty();
  }

  @Test
  void whatWentAndCameMeanwhileIsNeverMissed() throws IOException {
    fill();
    breakOff(
        1,
        () -> {
          notes.remove(2);
          notes.add(90_000, 90_010);
        });
    ExportJob job = ranTwice("notes.html");
    assertThat(manifest(job.id()).path("resumed").asText()).startsWith("begun anew: ");
    assertThat(job.result().orElseThrow().rows()).isEqualTo(ROWS + 9);
    assertThat(entries(job.id())).isEqualTo(entries(ran("notes.html").id()));
  }

  @Test
  void whatCameBehindTheFinishedPartIsExportedWithIt() throws IOException {
    fill();
    breakOff(1, () -> notes.add(90_000, 90_010));
    ExportJob job = ranTwice("notes.json");
    assertThat(manifest(job.id()).path("resumed").asText()).startsWith("gone on with");
    assertThat(job.result().orElseThrow().rows()).isEqualTo(ROWS + 10);
    assertThat(entries(job.id())).isEqualTo(entries(ran("notes.json").id()));
  }

  @Test
  void almostNothingLeftIsNoMatch() throws IOException {
    fill();
    breakOff(
        1,
        () ->
            database
                .jdbi()
                .useHandle(handle -> handle.execute("DELETE FROM note WHERE id > 'n00002'")));
    ExportJob job = ranTwice("notes.html");
    assertThat(manifest(job.id()).path("resumed").asText()).startsWith("begun anew: ");
    assertThat(job.result().orElseThrow().rows()).isEqualTo(3);
    assertThat(Verification.of(file(job.id())).problems()).isEmpty();
  }

  @Test
  void filesThatAreFinishedAreNotReadAgain() throws IOException {
    notes.add(0, 3);
    List<String> read = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      notes.after.add(picture("f" + i, read, i == FILES - 2 && lives++ == 0));
    }
    ExportJob job = ran("notes.json");
    jobs.runAllLater(PAUSE);
    job = exports.get(OPERATOR, job.id());
    assertThat(job.job().status()).isEqualTo(JobStatus.DONE);
    assertThat(read.subList(0, FILES / 2)).as("the first attempt").doesNotHaveDuplicates();
    assertThat(read).as("the second goes on").hasSizeLessThan(FILES + FILES / 2);
    assertThat(Verification.of(file(job.id())).problems()).isEmpty();
    assertThat(manifest(job.id()).path("counts").path("attachments").asInt()).isEqualTo(FILES);
  }

  @Test
  void whatCannotBeGoneOnWithBeginsAnewAndSaysWhy() throws IOException {
    fill();
    breakOff(1, () -> {});
    ExportJob bare = ranTwice("notes.csv");
    assertThat(bare.result().orElseThrow().rows()).isEqualTo(ROWS);
    assertThat(resumed()).isEqualTo("begun anew: a file without a package is made in one go");

    lives = 0;
    ExportOrder order = order("notes.json");
    ExportOrder sealed =
        new ExportOrder(
            order.recipe(),
            order.period(),
            order.selection(),
            order.fileName(),
            Optional.empty(),
            new ExportOrder.Handling(
                new ExportOrder.Encryption.WithPassphrase("correct horse battery"),
                List.of(),
                Optional.empty()));
    long id = exports.order(OPERATOR, sealed).id();
    jobs.runAll();
    jobs.runAllLater(PAUSE);
    assertThat(exports.get(OPERATOR, id).job().status()).isEqualTo(JobStatus.DONE);
    assertThat(resumed()).startsWith("begun anew: the keys of an encrypted file ");
    assertThat(incoming()).isEmpty();
  }

  /** What the audit says of the export that was done last. */
  private String resumed() {
    return database
        .jdbi()
        .withHandle(handle -> audit.list(handle, OPERATOR, AuditFilter.ALL, Optional.empty(), 1))
        .items()
        .getFirst()
        .details()
        .getOrDefault("resumed", "");
  }

  @Test
  void aDamagedFileIsNotGoneOnWith() throws IOException {
    fill();
    breakOff(
        1,
        () -> {
          try (Stream<Path> files = Files.list(folder.resolve("store/incoming"));
              RandomAccessFile file =
                  new RandomAccessFile(files.findFirst().orElseThrow().toFile(), "rw")) {
            file.seek(100);
            file.write(new byte[] {1, 2, 3, 4});
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
    ExportJob job = ranTwice("notes.json");
    assertThat(manifest(job.id()).path("resumed").asText())
        .isEqualTo("begun anew: the file of the earlier attempt is damaged");
    assertThat(Verification.of(file(job.id())).problems()).isEmpty();
  }

  @Test
  void whatACancelledExportHadFinishedIsRemoved() throws IOException {
    fill();
    breakOff(1, () -> {});
    long id = ordered("notes.html");
    jobs.runAll();
    assertThat(incoming()).hasSize(1);
    assertThat(parts()).isPositive();
    exports.cancel(OPERATOR, id);
    assertThat(incoming()).isEmpty();
    assertThat(parts()).isZero();
  }

  @Test
  void cancellingBreaksOffWhateverTheExportWaitsFor() throws IOException {
    fill();
    long id = ordered("notes.html");
    cancelInTheMiddle(id);
    jobs.runAll();
    assertThat(exports.get(OPERATOR, id).job().status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(exports.get(OPERATOR, id).reason()).isEqualTo("cancelled by operator");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(incoming()).isEmpty();
  }

  @Test
  void theSweepSparesWhatIsGoneOnWith() throws IOException {
    fill();
    breakOff(1, () -> {});
    long id = ordered("notes.html");
    jobs.runAll();
    clock.set(Instant.now().plus(Duration.ofDays(2)));
    assertThat(new ExportSweep(house).sweep()).isZero();
    assertThat(incoming()).hasSize(1);
    database.jdbi().useHandle(handle -> handle.execute("DELETE FROM export_part"));
    assertThat(new ExportSweep(house).sweep()).isEqualTo(1);
    assertThat(incoming()).isEmpty();
    jobs.runAll();
    assertThat(exports.get(OPERATOR, id).job().status()).isEqualTo(JobStatus.DONE);
  }

  /** A file that says when it is read; it breaks the attempt if told to. */
  private static Item.Attachment picture(String id, List<String> read, boolean breaks) {
    boolean[] broken = {!breaks};
    Content content =
        new Content() {
          @Override
          public long size() {
            return 300_000;
          }

          @Override
          public InputStream open(long position) {
            read.add(id);
            if (!broken[0]) {
              broken[0] = true;
              throw new OutOfMemoryError("the server is gone");
            }
            return new ByteArrayInputStream(new byte[300_000]);
          }
        };
    return new Item.Attachment(id, "assets/" + id + ".png", "image/png", content);
  }

  /** What is in the package, without what says when it was made. */
  private Map<String, String> entries(long id) throws IOException {
    Path file = file(id);
    assertThat(Verification.of(file).problems()).isEmpty();
    Map<String, String> entries = new TreeMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        if (!entry.getName().startsWith("manifest.")) {
          entries.put(entry.getName(), new String(zip.getInputStream(entry).readAllBytes(), UTF_8));
        }
      }
    }
    return entries;
  }

  private List<Path> incoming() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("store/incoming"))) {
      return files.toList();
    }
  }

  private int parts() {
    return database
        .jdbi()
        .withHandle(handle ->
            handle.createQuery("SELECT count(*) FROM export_part").mapTo(Integer.class).one());
  }
}
