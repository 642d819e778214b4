package io.roomledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.db.DatabaseSettings;
import io.roomledger.db.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor finds on machines that are well and on those that are not. */
class DoctorTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private final PrintStream usual = System.out;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Map<String, String> settings = new TreeMap<>();

  @BeforeEach
  void configure() {
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    settings.put("server.port", "0");
  }

  @AfterEach
  void printAsUsual() {
    System.setOut(usual);
  }

  private int run(String... words) throws IOException {
    Path file = folder.resolve("roomledger.properties");
    StringBuilder text = new StringBuilder();
    settings.forEach((name, value) -> text.append(name + ": " + value + "\n"));
    Files.writeString(file, text);
    printed.reset();
    List<String> all = new ArrayList<>(List.of("doctor"));
    all.addAll(List.of(words));
    all.addAll(List.of("--data", folder.resolve("data").toString(), "--config", file.toString()));
    return Main.commandLine().execute(all.toArray(String[]::new));
  }

  private JsonNode findings(int exit) throws IOException {
    assertThat(run("--json")).isEqualTo(exit);
    // lines of the log go to standard output in tests
    String object =
        printed
            .toString(StandardCharsets.UTF_8)
            .lines()
            .filter(line -> line.startsWith("{"))
            .reduce("", (_, last) -> last);
    JsonNode all = JSON.readTree(object);
    assertThat(all.path("well").asBoolean()).isEqualTo(exit == Main.FINE);
    ObjectNode byName = JSON.createObjectNode();
    all.path("findings").forEach(one -> byName.set(one.path("what").asText(), one));
    return byName;
  }

  @Test
  void aMachineThatIsWellIsToldSo() throws Exception {
    DatabaseSettings database = TestDatabase.freshSettings();
    settings.put("database.url", database.url());
    settings.put("database.user", database.user());
    settings.put("database.password", database.password());
    Files.createDirectories(folder.resolve("data"));

    JsonNode found = findings(Main.FINE);
    for (String each : List.of("settings", "data", "port", "database", "time", "store", "disk")) {
      assertThat(found.path(each).path("said").asText()).as(each).isNotEmpty();
    }
    assertThat(found.path("tables").path("state").asText()).isEqualTo("well");
    assertThat(run()).isEqualTo(Main.FINE);
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("well     Settings ", "well     Store ", "Nothing is wrong.");
  }

  @Test
  void whatIsWrongIsNamedWithWhatToDo() throws Exception {
    Path data = Files.createDirectories(folder.resolve("data/postgres"));
    Path secret = Files.writeString(data.resolve("passwords.properties"), "owner=x\n");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      settings.put("server.port", "" + taken.getLocalPort());
      settings.put("server.tls.certificate", "none.pem");
      settings.put("server.tls.key", "none.key");
      settings.put("mail.host", "127.0.0.1");
      settings.put("mail.port", "1");
      settings.put("mail.from", "rooms@example.org");
      settings.put("exports.kep", "3d");

      JsonNode found = findings(Main.FAILED);
      assertThat(found.path("settings").path("said").asText())
          .contains("exports.kep is no setting");
      assertThat(found.path("port").path("reason").asText()).isEqualTo("taken");
      assertThat(found.path("certificate").path("said").asText()).contains("none.pem");
      assertThat(found.path("mail-server").path("reason").asText()).isEqualTo("away");
      assertThat(found.path("secrets").path("said").asText()).contains("passwords.properties");
      assertThat(found.path("server").path("reason").asText()).isEqualTo("none");
      assertThat(found)
          .filteredOn(one -> !one.path("state").asText().equals("well"))
          .allSatisfy(one -> assertThat(one.path("advice").asText()).isNotEmpty());
    }
    assertThat(run()).isEqualTo(Main.FAILED);
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("-> Mend it in the file of settings", "to be mended.");
  }
}
