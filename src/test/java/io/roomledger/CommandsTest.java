package io.roomledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.db.DatabaseSettings;
import io.roomledger.db.TestDatabase;
import io.roomledger.export.ManifestSignature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as scripts use them, without a server, on a database of the user's own. */
class CommandsTest {
  @TempDir Path folder;

  private final PrintStream usual = System.out;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @BeforeEach
  void configure() throws IOException {
    DatabaseSettings database = TestDatabase.freshSettings();
    Files.writeString(
        folder.resolve("roomledger.properties"),
        """
        database.url: %s
        database.user: %s
        database.password: %s
        database.pool-size: 6
        """
            .formatted(database.url(), database.user(), database.password()));
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void printAsUsual() {
    System.setOut(usual);
  }

  private int run(String... words) {
    printed.reset();
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--data", folder.resolve("data").toString()));
    all.addAll(List.of("--config", folder.resolve("roomledger.properties").toString()));
    return Main.commandLine().execute(all.toArray(String[]::new));
  }

  private String out() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aChatRoomIsTakenInExportedListedFetchedAndVerified() throws Exception {
    Path slack = slackZip();
    assertThat(run("import", "slack", slack.toString())).as(out()).isEqualTo(Main.FINE);
    assertThat(out()).contains("1 rooms, 1 people, 2 messages taken in, 0 were there");
    assertThat(run("import", "slack", slack.toString())).as(out()).isEqualTo(Main.FINE);
    assertThat(out()).contains("0 messages taken in, 2 were there");

    String zip = folder.resolve("room.zip").toString();
    String[] export = {"export", "chat", "--room", "Tea", "--format", "html", "--out", zip};
    assertThat(run(export)).as(out()).isEqualTo(Main.FINE);
    assertThat(out()).contains("room.zip: 2 rows, 0 missing");
    assertThat(run(export)).as("the file is there already").isEqualTo(Main.WRONG_USE);

    assertThat(run("export", "list")).isEqualTo(Main.FINE);
    assertThat(out()).containsPattern("\\d{19}  done +2 of 2 .* chat.html  by operator  room.zip");
    String number = out().substring(0, 19);
    String again = folder.resolve("again.zip").toString();
    assertThat(run("export", "get", number, "--out", again)).as(out()).isEqualTo(Main.FINE);
    assertThat(Path.of(again)).hasSameBinaryContentAs(Path.of(zip));
    assertThat(run("export", "cancel", number)).isEqualTo(Main.FINE);
    assertThat(out()).as("what has ended stays as it is").contains("done");
    assertThat(Main.commandLine().execute("verify", again)).isEqualTo(Main.FINE);

    assertThat(run("key")).isEqualTo(Main.FINE);
    Path ours = Files.writeString(folder.resolve("ours.pem"), out());
    assertThat(verify(again, ours)).as("signed by this server").isEqualTo(Main.FINE);
    assertThat(verify(again, stranger())).as("not by a stranger").isEqualTo(Main.NOT_GENUINE);
    assertThat(verify(again, slack)).as("that is no key").isEqualTo(Main.WRONG_USE);
    String plain = Files.writeString(folder.resolve("plain.csv"), "id,time\n").toString();
    assertThat(Main.commandLine().execute("verify", plain)).isEqualTo(Main.NOT_GENUINE);
    assertThat(out()).contains("is no zip, so it has no manifest", "such as F.csv.zip");

    assertThat(run("audit", "verify")).isEqualTo(Main.FINE);
    assertThat(out())
        .containsPattern("the audit log is whole: \\d+ rows, the last one [0-9a-f]{64}");
    assertThat(run("audit", "list", "--action", "export.ordered", "--from", "2020-01-01T00:00:00Z"))
        .isEqualTo(Main.FINE);
    assertThat(out()).contains("export.ordered  export:" + number + "  operator  local");
  }

  private int verify(String zip, Path key) {
    return Main.commandLine().execute("verify", zip, "--key", key.toString());
  }

  private Path stranger() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    return Files.writeString(
        folder.resolve("stranger.pem"), ManifestSignature.pem(pair.getPublic()));
  }

  @Test
  void whatIsNotThereIsRefused() {
    String out = folder.resolve("x.zip").toString();
    assertThat(run("export", "chat", "--room", "nowhere", "--format", "csv", "--out", out))
        .isEqualTo(Main.REFUSED);
    assertThat(run("export", "get", "1", "--out", out)).isEqualTo(Main.REFUSED);
    assertThat(run("export", "cancel", "1")).isEqualTo(Main.REFUSED);
    assertThat(run("import", "recordings", folder.toString(), "--owner", "nobody"))
        .isEqualTo(Main.REFUSED);
    assertThat(
            run(
                "export",
                "reservations",
                "--level",
                "attic",
                "--format",
                "csv",
                "--out",
                out + "v"))
        .isEqualTo(Main.REFUSED);
    assertThat(Path.of(out)).doesNotExist();
  }

  @Test
  void peopleAndProgramsAreAddedOnceAndTheirSecretsShownOnce() {
    assertThat(run("user", "add", "ann", "--email", "ann@example.org", "--role", "admin"))
        .isEqualTo(Main.FINE);
    assertThat(out()).contains("user ann added").contains("password (shown once): ");
    assertThat(run("user", "add", "Ann")).as("names differ by more than case").isNotZero();
    assertThat(run("app", "add", "Scripts", "--id", "cli_1", "--scope", "vc:export"))
        .isEqualTo(Main.FINE);
    assertThat(out()).contains("id cli_1").contains("secret (shown once): ");
    assertThat(run("app", "add", "Scripts", "--id", "cli_1", "--scope", "vc:export")).isNotZero();
  }

  @Test
  void departmentsAreATreeThatPeopleArePutInto() {
    assertThat(run("department", "add", "Research", "--id", "D1")).isEqualTo(Main.FINE);
    assertThat(run("department", "add", "Labs", "--id", "D2", "--parent", "D1")).isZero();
    run("user", "add", "ann", "--department", "Sales");
    assertThat(run("department", "assign", "ann", "D2", "D1")).isEqualTo(Main.FINE);
    assertThat(run("department", "list")).isEqualTo(Main.FINE);
    assertThat(out())
        .contains("Research  id D1  1 people\n  Labs  id D2  1 people\n")
        .containsPattern("Sales  id [0-9a-f]{16}  0 people");
    assertThat(run("department", "assign", "ann", "D9")).isEqualTo(Main.REFUSED);
    assertThat(run("department", "assign", "nobody", "D1")).isEqualTo(Main.REFUSED);
    assertThat(run("department", "add", "Research")).isNotZero();
  }

  @Test
  void whatAProgramMayIsChangedByAnAdministratorAndWrittenDown() {
    run("app", "add", "Portal", "--id", "cli_2", "--scope", "vc:export");
    String[] change = {"app", "set", "cli_2", "--scope", "vc:room", "--scope", "offline_access"};
    assertThat(run(change)).isEqualTo(Main.FINE);
    assertThat(out()).contains("cli_2  Portal  may: offline_access vc:room\n");
    String back = "https://portal.example/cb";
    assertThat(run("app", "set", "cli_2", "--redirect-uri", back)).isEqualTo(Main.FINE);
    assertThat(out()).contains("may: offline_access vc:room  sends people back to: " + back);
    assertThat(run("app", "set", "cli_2", "--new-secret", "--active", "no")).isEqualTo(Main.FINE);
    assertThat(out())
        .contains("(switched off)")
        .containsPattern("secret \\(shown once\\): \\S{43}");
    assertThat(run("app", "set", "cli_2", "--redirect-uri", "", "--active", "yes")).isZero();
    assertThat(run("app", "list")).isEqualTo(Main.FINE);
    assertThat(out()).contains("cli_2  Portal  may: offline_access vc:room\n");
    assertThat(run("app", "set", "cli_2", "--redirect-uri", "javascript:x")).isNotZero();
    assertThat(run("app", "set", "cli_unknown", "--active", "no")).isEqualTo(Main.REFUSED);
  }

  @Test
  void reservationsAndRecordingsOfAnEmptyHouseAreValidFiles() {
    for (String format : List.of("xlsx", "csv", "json", "ics")) {
      Path file = folder.resolve("r." + format);
      assertThat(
              run(
                  "export",
                  "reservations",
                  "--level",
                  "root",
                  "--format",
                  format,
                  "--out",
                  file + ""))
          .as(format)
          .isEqualTo(Main.FINE);
      assertThat(file).isNotEmptyFile();
    }
    Path zip = folder.resolve("films.zip");
    assertThat(run("export", "recordings", "--format", "csv", "--files", "--out", zip.toString()))
        .isEqualTo(Main.FINE);
    assertThat(Main.commandLine().execute("verify", zip.toString())).isEqualTo(Main.FINE);
    String nobody = "000000000000000000000000";
    assertThat(run("export", "conference", nobody, "--out", folder.resolve("c.zip") + ""))
        .isEqualTo(Main.REFUSED);
    assertThat(run("export", "conference", nobody, "--out", folder.resolve("c.json") + ""))
        .isEqualTo(Main.WRONG_USE);
  }

  @Test
  void filesAreEncryptedDeliveredAndOrderedAgainAndAgain() throws Exception {
    Files.writeString(
        folder.resolve("roomledger.properties"),
        "deliveries.folder: "
            + folder
            + "\ndeliveries.private-addresses: true\n"
            + "deliveries.s3.endpoint: http://127.0.0.1:1\ndeliveries.s3.bucket: records\n"
            + "deliveries.s3.access-key: known\ndeliveries.s3.secret-key: hidden words\n",
        StandardOpenOption.APPEND);
    assertThat(
            Main.commandLine()
                .execute("check-config", "--config", folder + "/roomledger.properties"))
        .as(out())
        .isEqualTo(Main.FINE);
    assertThat(out())
        .containsPattern("deliveries.s3.bucket +records")
        .containsPattern("deliveries.s3.secret-key +\\(secret\\)")
        .doesNotContain("hidden words")
        .doesNotContain(" known ");
    String secret = folder.resolve("secret.txt").toString();
    Files.writeString(Path.of(secret), "correct horse battery staple\n");
    String file = folder.resolve("r.csv.zip.aes.zip").toString();
    String[] order = {
      "export",
      "reservations",
      "--level",
      "root",
      "--format",
      "csv",
      "--passphrase-file",
      secret,
      "--folder",
      "away",
      "--bucket",
      "nightly",
      "--bucket=",
      "--out",
      file
    };
    assertThat(run(order)).as(out()).isEqualTo(Main.FINE);
    assertThat(Main.commandLine().execute("verify", file)).isEqualTo(Main.WRONG_USE);
    assertThat(Main.commandLine().execute("verify", file, "--passphrase-file", secret))
        .as(out())
        .isEqualTo(Main.FINE);
    Files.writeString(Path.of(secret), "incorrect horse\n");
    assertThat(Main.commandLine().execute("verify", file, "--passphrase-file", secret))
        .isEqualTo(Main.NOT_GENUINE);
    assertThat(run("export", "list")).isEqualTo(Main.FINE);
    assertThat(run("export", "deliveries", out().substring(0, 19))).isEqualTo(Main.FINE);
    assertThat(out()).contains("folder away", "bucket nightly");

    String[] hook = {"webhook", "add", "--name", "archive", "--url", "http://localhost:1/"};
    assertThat(run(hook)).isEqualTo(Main.FINE);
    assertThat(out()).contains("secret (shown only now): whsec_");
    String id = out().substring(0, 17);
    assertThat(run("webhook", "list")).isEqualTo(Main.FINE);
    assertThat(out()).contains(id).doesNotContain("whsec_");
    assertThat(run("webhook", "test", id)).as("nobody listens").isEqualTo(Main.FAILED);
    String[] schedule = {
      "schedule",
      "add",
      "--name",
      "nightly",
      "--every",
      "day",
      "--zone",
      "Europe/Berlin",
      "--span",
      "last_day",
      "--recipe",
      "recordings.csv",
      "--select",
      "organisation=main",
      "--file-name",
      "films-{date}.csv",
      "--keep-last",
      "7",
      "--webhook",
      id
    };
    assertThat(run(schedule)).as(out()).isEqualTo(Main.FINE);
    assertThat(out()).containsPattern("\\d{19}  active  next .* recordings.csv  last_day");
    String number = out().substring(0, 19);
    assertThat(run("schedule", "pause", number)).isEqualTo(Main.FINE);
    assertThat(run("schedule", "list")).isEqualTo(Main.FINE);
    assertThat(out()).contains("paused  next -");
    assertThat(run("schedule", "resume", number)).isEqualTo(Main.FINE);
    assertThat(run("schedule", "delete", number)).isEqualTo(Main.FINE);
    assertThat(run("schedule", "pause", number)).isEqualTo(Main.REFUSED);
    assertThat(run("webhook", "delete", id)).isEqualTo(Main.FINE);
    assertThat(run("webhook", "test", id)).isEqualTo(Main.REFUSED);
  }

  private Path slackZip() throws IOException {
    Path file = folder.resolve("slack.zip");
    try (OutputStream bytes = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(bytes)) {
      entry(zip, "channels.json", "[{\"id\":\"C1\",\"name\":\"tea\",\"members\":[\"U1\"]}]");
      entry(zip, "users.json", "[{\"id\":\"U1\",\"name\":\"ann\",\"profile\":{}}]");
      entry(
          zip,
          "tea/2024-01-02.json",
          """
          [{"type":"message","user":"U1","text":"Earl Grey","ts":"1704186000.000100"},
           {"type":"message","user":"U1","text":"hot","ts":"1704186000.000200"}]\
          """);
    }
    return file;
  }

  private static void entry(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }
}
