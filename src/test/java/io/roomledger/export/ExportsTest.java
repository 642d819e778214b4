package io.roomledger.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.job.Job;
import io.roomledger.job.JobStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What comes of an order. */
class ExportsTest extends ExportsHouse {
  @Test
  void anExportIsDoneWithAFileThatVerifies() throws Exception {
    notes.add(0, 2_500);

    ExportJob export = ran("notes.json");

    assertThat(export.job().status()).isEqualTo(JobStatus.DONE);
    assertThat(export.job().done()).isEqualTo(2_500);
    assertThat(export.job().total()).isEqualTo(2_500);
    ExportJob.Result result = export.result().orElseThrow();
    assertThat(result.rows()).isEqualTo(2_500);
    assertThat(result.mediaType()).isEqualTo("application/zip");
    Path file = file(export.id());
    assertThat(Files.size(file)).isEqualTo(result.size());
    Verification verification = Verification.of(file);
    assertThat(verification.problems()).isEmpty();
    assertThat(verification.rows()).isEqualTo(2_500);
    assertThat(actions()).containsExactly("export.ordered", "export.done", "export.downloaded");
  }

  @Test
  void theManifestSaysWhatWasOrderedAndWhatIsThere() throws Exception {
    notes.add(0, 3);

    JsonNode manifest = manifest(ran("notes.json").id());

    assertThat(manifest.path("recipe").asText()).isEqualTo("notes.json");
    assertThat(manifest.path("selection").path("room").path(0).asText()).isEqualTo("GENERAL");
    assertThat(manifest.path("orderedBy").asText()).isEqualTo("operator");
    assertThat(manifest.path("snapshotAt").asText()).isEqualTo("2026-03-02T12:00:00Z");
    assertThat(manifest.path("counts").path("rows").asLong()).isEqualTo(3);
    assertThat(manifest.path("first").path("id").asText()).isEqualTo("n00000");
    assertThat(manifest.path("last").path("id").asText()).isEqualTo("n00002");
    assertThat(manifest.path("last").path("at").asText()).isEqualTo("2024-03-15T10:00:02Z");
    assertThat(manifest.path("entries").findValuesAsText("path")).containsExactly("notes.json");
  }

  @Test
  void itSeesOneSnapshotWhileOthersInsertAndDelete() throws Exception {
    notes.add(0, 1_000);
    notes.middle =
        () -> {
          notes.clear();
          notes.add(5_000, 9_000);
        };

    ExportJob export = ran("notes.json");

    assertThat(export.result().orElseThrow().rows()).isEqualTo(1_000);
    JsonNode manifest = manifest(export.id());
    assertThat(manifest.path("first").path("id").asText()).isEqualTo("n00000");
    assertThat(manifest.path("last").path("id").asText()).isEqualTo("n00999");
  }

  @Test
  void aFileThatStandsAloneIsTheFormatsOwn() throws Exception {
    notes.add(0, 1);

    ExportJob export = ran("notes.csv");

    assertThat(export.result().orElseThrow().mediaType()).startsWith("text/csv");
    assertThat(Files.readString(file(export.id()))).isEqualTo("\ufeffId,Text\r\nn00000,note 0\r\n");
  }

  @Test
  void anExportOfNothingIsDone() throws Exception {
    ExportJob export = ran("notes.html");

    assertThat(export.job().status()).isEqualTo(JobStatus.DONE);
    assertThat(Verification.of(file(export.id())).problems()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(BreakableStore.Breaks.class)
  void aFailureAnywhereLeavesNothingAndTheNextAttemptSucceeds(BreakableStore.Breaks breaks)
      throws Exception {
    notes.add(0, 100);
    store.breaks = breaks;
    long id = ordered("notes.json");
    jobs.runAll();
    if (breaks != BreakableStore.Breaks.NOWHERE) {
      Job waiting = exports.get(OPERATOR, id).job();
      assertThat(waiting.status()).isEqualTo(JobStatus.WAITING);
      assertThat(waiting.reason()).contains("No space left on device");
      assertThat(exports.get(OPERATOR, id).result()).isEmpty();
      assertThatThrownBy(() -> exports.open(OPERATOR, id)).hasMessageContaining("not done yet");
    }

    store.breaks = BreakableStore.Breaks.NOWHERE;
    jobs.runAllLater(Duration.ofMinutes(1));

    assertThat(exports.get(OPERATOR, id).job().status()).isEqualTo(JobStatus.DONE);
    assertThat(Verification.of(file(id)).problems()).isEmpty();
  }

  @Test
  void aDiskThatStaysFullFailsTheExportWithItsReason() throws Exception {
    notes.add(0, 100);
    store.breaks = BreakableStore.Breaks.WHILE_WRITING;
    long id = ordered("notes.json");
    for (int i = 0; i < 5; i++) {
      jobs.runAllLater(Duration.ofHours(1));
    }

    Job job = exports.get(OPERATOR, id).job();
    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(job.reason()).contains("No space left on device");
    assertThat(store.list("exports/")).isEmpty();
    assertThat(actions()).endsWith("export.failed");
    assertThatThrownBy(() -> exports.open(OPERATOR, id)).hasMessageContaining("has no file");
  }

  @Test
  void aCrashWhilePouringIsTakenUpAgain() throws Exception {
    notes.add(0, 100);
    notes.middle =
        () -> {
          notes.middle = () -> {};
          throw new IOException("connection reset");
        };
    long id = ordered("notes.html");
    jobs.runAll();
    assertThat(store.list("exports/")).isEmpty();

    jobs.runAllLater(Duration.ofMinutes(1));

    ExportJob export = exports.get(OPERATOR, id);
    assertThat(export.job().status()).isEqualTo(JobStatus.DONE);
    assertThat(export.result().orElseThrow().key()).isEqualTo("exports/" + id + "/2");
  }

  @Test
  void aTransactionThatFailsAtTheEndDropsTheFile() throws Exception {
    notes.add(0, 10);
    database
        .jdbi()
        .useHandle(handle ->
            handle.execute("ALTER TABLE export ADD CONSTRAINT broken CHECK (object_key IS NULL)"));

    long id = ordered("notes.json");
    jobs.runAll();

    assertThat(exports.get(OPERATOR, id).job().status()).isEqualTo(JobStatus.WAITING);
    assertThat(store.list("exports/")).isEmpty();
    assertThat(actions()).containsExactly("export.ordered");
  }

  @Test
  void aCountThatDoesNotAgreeFailsInWords() {
    notes.add(0, 10);
    notes.lie = 1;
    long id = ordered("notes.json");
    jobs.runAll();

    Job job = exports.get(OPERATOR, id).job();
    assertThat(job.status()).isEqualTo(JobStatus.WAITING);
    assertThat(job.reason()).contains("10 rows were written, but the snapshot has 11");
  }

  @Test
  void whatIsMissingIsSaidEverywhere() throws Exception {
    notes.add(0, 1);
    notes.after.add(TestNotes.attachment("whole", 200_000, 200_000));
    notes.after.add(TestNotes.attachment("gone", 10, -1));
    notes.after.add(TestNotes.attachment("half", 200_000, 100_000));
    notes.after.add(new Item.Gap("lost", "file lost.png", "it was deleted"));

    ExportJob export = ran("notes.json");

    assertThat(export.job().status()).isEqualTo(JobStatus.DONE_WITH_GAPS);
    assertThat(export.result().orElseThrow().gaps()).isEqualTo(3);
    JsonNode manifest = manifest(export.id());
    assertThat(manifest.path("gaps").findValuesAsText("reason"))
        .containsExactly(
            "it cannot be read: no such object",
            "only the first 100000 of 200000 bytes are here: it cannot be read: the disk is broken",
            "it was deleted");
    assertThat(manifest.path("entries").findValuesAsText("path"))
        .containsExactly("notes.json", "assets/whole.bin", "assets/half.bin", "gaps.json");
  }

  @Test
  void theFileOfAnHtmlExportShowsItsGaps() throws Exception {
    notes.add(0, 1);
    notes.after.add(TestNotes.attachment("gone", 10, -1));

    ExportJob export = ran("notes.html");

    try (ZipFile zip = new ZipFile(folder.resolve(file(export.id())).toFile())) {
      String page =
          new String(
              zip.getInputStream(zip.getEntry("notes.html")).readAllBytes(),
              StandardCharsets.UTF_8);
      assertThat(page).contains("assets/gone.bin", "no such object");
    }
  }

  @Test
  void cancellingWhileItRunsEndsItAndLeavesNothing() throws Exception {
    notes.add(0, 2_000);
    long id = ordered("notes.json");
    notes.middle =
        () -> {
          exports.cancel(OPERATOR, id);
          clock.tick(Duration.ofSeconds(5));
        };
    jobs.runAll();

    Job job = exports.get(OPERATOR, id).job();
    assertThat(job.status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(job.reason()).isEqualTo("cancelled by operator");
    assertThat(store.list("exports/")).isEmpty();
    assertThat(actions()).containsExactly("export.ordered", "export.cancel", "export.cancelled");
  }

  @Test
  void cancellingBeforeItRunsEndsItAtOnce() {
    long id = ordered("notes.json");
    exports.cancel(OPERATOR, id);

    assertThat(exports.get(OPERATOR, id).job().status()).isEqualTo(JobStatus.CANCELLED);
  }
}
