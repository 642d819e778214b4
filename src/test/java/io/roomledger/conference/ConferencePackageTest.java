package io.roomledger.conference;

import static io.roomledger.conference.ConferenceHouse.CONFERENCE;
import static io.roomledger.conference.ConferenceHouse.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roomledger.base.Period;
import io.roomledger.export.ExportJob;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.Exports;
import io.roomledger.export.Recipe;
import io.roomledger.export.Selection;
import io.roomledger.export.Verification;
import io.roomledger.export.format.JsonLinesFormat;
import io.roomledger.identity.Caller;
import io.roomledger.job.JobStatus;
import io.roomledger.job.TestJobs;
import io.roomledger.mail.MailSettings;
import io.roomledger.mail.Outbox;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole conference as a zip, from the order to the last entry. */
class ConferencePackageTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private ConferenceHouse house;
  private Exports exports;
  private TestJobs jobs;

  @BeforeEach
  void open() {
    house = new ConferenceHouse(folder);
    jobs = new TestJobs(house.database, house.clock);
    var source =
        new ConferencePackageSource(
            house.database,
            house.store,
            house.conferences(),
            new RecordingSettings("cn-shenzhen", false, Duration.ofHours(2)));
    exports =
        new Exports(
            new Exports.House(
                house.database,
                house.store,
                jobs.door(),
                new Outbox(house.database, jobs.door(), house.clock, MailSettings.defaults()),
                house.audit,
                house.accounts,
                house.apps,
                house.clock),
            List.of(
                new Recipe<>(
                    "conference.zip", source, TimelineSheet.table(), new JsonLinesFormat(), true)),
            "http://rooms.example/");
    jobs.start(exports.worker());
    house.conference(CONFERENCE);
    member(house.ada.id(), ConferenceMember.Role.HOST, 0, 900);
    member(house.ben.id(), ConferenceMember.Role.CO_HOST, 60, 600);
    house
        .conferences()
        .addMember(
            house.operator(),
            CONFERENCE,
            new ConferenceMember(
                house.cem.id(),
                ConferenceMember.Role.ATTENDEE,
                Optional.empty(),
                Optional.empty()));
  }

  @AfterEach
  void close() {
    exports.close();
    house.close();
  }

  private void member(String account, ConferenceMember.Role role, int joined, int left) {
    ConferenceMember member =
        new ConferenceMember(account, role, Optional.of(at(joined)), Optional.of(at(left)));
    house.conferences().addMember(house.operator(), CONFERENCE, member);
  }

  private static Instant at(int seconds) {
    return START.plusSeconds(seconds);
  }

  private Recording spoken() {
    Recording recording = house.recording(CONFERENCE, house.ada, "film with a voice");
    house.transcript(
        recording,
        Subtitles.parse(
            recording.id(), "WEBVTT\n\n00:01.000 --> 01:02.500\n<v Ada>2 &lt; 3 &amp; so on\n"));
    return recording;
  }

  private ExportJob ordered(Caller caller) {
    ExportOrder order =
        new ExportOrder(
            "conference.zip",
            Period.ALWAYS,
            Selection.of("conference", CONFERENCE),
            "c.zip",
            Optional.empty());
    long id = exports.order(caller, order).id();
    jobs.runAll();
    return exports.get(caller, id);
  }

  private Map<String, String> entries(Caller caller, ExportJob job) throws IOException {
    Path file = folder.resolve("out.zip");
    try (InputStream in = exports.open(caller, job.id()).content().open(0)) {
      Files.copy(in, file);
    }
    assertThat(Verification.of(file).problems()).isEmpty();
    Map<String, String> entries = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return entries;
  }

  private static List<JsonNode> lines(Map<String, String> entries, String name) throws IOException {
    List<JsonNode> nodes = new ArrayList<>();
    for (String line : entries.getOrDefault(name, "").lines().toList()) {
      nodes.add(JSON.readTree(line));
    }
    return nodes;
  }

  @Test
  void aConferenceIsPackedWholeAndVerifies() throws Exception {
    Caller ada = house.as(house.ada);
    Recording film = spoken();
    Recording damaged = house.damaged(CONFERENCE, house.ben);

    ExportJob job = ordered(ada);

    assertThat(job.job().status()).isEqualTo(JobStatus.DONE);
    Map<String, String> entries = entries(ada, job);
    assertThat(entries)
        .containsOnlyKeys(
            "timeline.json",
            "members.json",
            "recordings/" + film.id() + ".mp4",
            "recordings/" + damaged.id() + ".mp4",
            "transcripts/" + film.id() + ".vtt",
            "manifest.json",
            "manifest.sig")
        .containsEntry("recordings/" + film.id() + ".mp4", "film with a voice")
        .containsEntry("recordings/" + damaged.id() + ".mp4", "half a film")
        .containsEntry(
            "transcripts/" + film.id() + ".vtt",
            "WEBVTT\n\n00:00:01.000 --> 00:01:02.500\n<v Ada>2 &lt; 3 &amp; so on\n");
    assertThat(lines(entries, "members.json"))
        .extracting(member -> member.path("username").asText() + " " + member.path("role").asText())
        .containsExactly("cem attendee", "ada host", "ben co-host");
    assertThat(lines(entries, "members.json").getLast().path("joinedAt").asText())
        .isEqualTo("2026-03-01T09:01:00Z");
  }

  @Test
  void theTimelineSaysWhoCameWentAndRecordedAndWhereTheFilmLies() throws Exception {
    Caller boss = house.as(house.boss);
    Recording film = spoken();
    Map<String, String> entries = entries(boss, ordered(boss));

    List<JsonNode> moments = lines(entries, "timeline.json");
    assertThat(moments)
        .extracting(moment -> moment.path("what").asText() + " " + moment.path("who").asText())
        .containsExactly(
            "started ada",
            "joined ada",
            "recording-started ada",
            "recording-stopped ada",
            "joined ben",
            "left ben",
            "left ada",
            "ended ",
            "recording-taken-in ada");
    assertThat(moments.getFirst().path("conferenceTitle").asText()).isEqualTo("Stand-up");
    JsonNode taken = moments.getLast();
    assertThat(taken.path("recording").asText()).isEqualTo(film.id().toString());
    assertThat(taken.path("sha256").asText()).isEqualTo(film.file().sha256());
    assertThat(entries).containsKey(taken.path("file").asText());
  }

  @Test
  void aFilmWhoseBytesAreGoneAndOneThatNeverCameAreGaps() throws Exception {
    Caller ada = house.as(house.ada);
    Recording lost = spoken();
    house.store.delete(lost.file().key());
    house
        .database
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                """
                INSERT INTO recorder_run (conference, started_by, started_at, stopped_by,
                                          stopped_at, picture)
                VALUES (?, ?, ?, ?, ?, 'GRID')
                """,
                CONFERENCE,
                house.ada.id(),
                at(100),
                house.ada.id(),
                at(200)));

    ExportJob job = ordered(ada);

    assertThat(job.job().status()).isEqualTo(JobStatus.DONE_WITH_GAPS);
    Map<String, String> entries = entries(ada, job);
    assertThat(entries)
        .containsKey("transcripts/" + lost.id() + ".vtt")
        .doesNotContainKey("recordings/" + lost.id() + ".mp4");
    assertThat(lines(entries, "gaps.json"))
        .extracting(gap -> gap.path("gap").path("reason").asText())
        .containsExactly("its bytes are no longer in the object store", "no recorder has sent it");
    assertThat(JSON.readTree(entries.get("manifest.json")).path("gaps")).hasSize(2);
  }

  @Test
  void aClosedConferenceGivesItsTimelineAndNothingThatWasRecorded() throws Exception {
    Caller ada = house.as(house.ada);
    Recording film = spoken();
    house.conferences().close(house.operator(), CONFERENCE);

    Map<String, String> entries = entries(ada, ordered(ada));

    assertThat(lines(entries, "timeline.json"))
        .extracting(moment -> moment.path("what").asText())
        .contains("closed");
    assertThat(entries.keySet())
        .noneMatch(name -> name.contains(film.id().toString()))
        .contains("members.json");
    assertThat(lines(entries, "gaps.json"))
        .extracting(gap -> gap.path("gap").path("what").asText())
        .containsExactly("recording Stand-up", "transcript of recording Stand-up");
  }

  @Test
  void whoMayNotWatchIsRefused() {
    spoken();
    assertThatThrownBy(() -> ordered(house.as(house.cem))).hasMessageContaining("host");
    assertThatThrownBy(() -> ordered(house.as(house.stranger)))
        .hasMessageContaining("organisation");
    assertThatThrownBy(() -> ordered(house.program("far"))).hasMessageContaining("organisation");
  }
}
