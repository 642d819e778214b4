package io.roomledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.base.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigSourcesTest {
  record Mail(
      @Setting(value = "", doc = "The server.") String host,
      @Setting(value = "25", doc = "Its port.") int port,
      @Setting(value = "30s", doc = "How long to wait.") Duration timeLimit,
      @Setting(value = "8m", doc = "Largest letter.") long largest,
      @Setting(value = "", doc = "Password.", secret = true) String password) {
    Mail {
      if (port < 0 || port > 65535) {
        throw new IllegalArgumentException("smtp.port: " + port + " (expected: 0 to 65535)");
      }
    }
  }

  record Tree(Mail smtp) {}

  record Inner(@Setting(value = "none", doc = "What.") String keyName) {}

  record Outer(@Setting(value = "1", doc = "How many.") int many, Inner box) {}

  record DeepTree(Outer outer) {}

  @TempDir Path folder;

  private final ConfigSources sources =
      new ConfigSources(SettingReader.settings(Tree.class).keySet());

  private Mail read() {
    return new SettingReader(sources.values()).read(Tree.class).smtp();
  }

  @Test
  void whatIsNotSaidHasItsDefault() {
    assertThat(read()).isEqualTo(new Mail("", 25, Duration.ofSeconds(30), 8 << 20, ""));
  }

  @Test
  void theCommandLineWinsOverTheEnvironmentAndThatOverTheFile() throws Exception {
    Path file = folder.resolve("roomledger.properties");
    Files.writeString(
        file, "# mail\nsmtp.host: one.example\nsmtp.port = 26\nsmtp.time-limit: 1m\n");
    sources.file(file);
    sources.environment(
        Map.of("ROOMLEDGER_SMTP_HOST", "two.example", "ROOMLEDGER_SMTP_TIME_LIMIT", "2m"));
    sources.take("smtp.host", "three.example", "--smtp-host");
    assertThat(read()).isEqualTo(new Mail("three.example", 26, Duration.ofMinutes(2), 8 << 20, ""));
    assertThat(sources.origin("smtp.time-limit"))
        .contains("environment ROOMLEDGER_SMTP_TIME_LIMIT");
    assertThat(sources.problems()).isEmpty();
  }

  @Test
  void aSectionMayHaveSectionsOfItsOwn() {
    ConfigSources deep = new ConfigSources(SettingReader.settings(DeepTree.class).keySet());
    deep.environment(Map.of("ROOMLEDGER_OUTER_BOX_KEY_NAME", "mine"));
    assertThat(deep.problems()).isEmpty();
    assertThat(deep.values()).containsExactly(Map.entry("outer.box.key-name", "mine"));
    assertThat(new SettingReader(deep.values()).read(DeepTree.class).outer())
        .isEqualTo(new Outer(1, new Inner("mine")));
    assertThat(new SettingReader(Map.of()).read(DeepTree.class).outer().box())
        .isEqualTo(new Inner("none"));
  }

  @Test
  void aMisspeltNameIsNamedWithItsNeighbour() {
    sources.environment(
        Map.of("ROOMLEDGER_SMTP_HSOT", "x", "ROOMLEDGER_JAVA_OPTS", "-Xmx1g", "HOME", "/"));
    assertThat(sources.problems())
        .containsExactly(
            "environment ROOMLEDGER_SMTP_HSOT: ROOMLEDGER_SMTP_HSOT is no setting (expected: one"
                + " such as smtp.host)");
  }

  /** As a pod of Kubernetes has them where services are called roomledger and roomledger-server. */
  @Test
  void whatTheEnvironmentTellsOfNeighboursIsNoSetting() {
    ConfigSources ours = new ConfigSources(SettingReader.settings(Config.class).keySet());
    ours.environment(
        Map.of(
            "ROOMLEDGER_SERVICE_HOST", "10.96.0.7",
            "ROOMLEDGER_SERVICE_PORT", "80",
            "ROOMLEDGER_SERVICE_PORT_HTTP", "80",
            "ROOMLEDGER_PORT", "tcp://10.96.0.7:80",
            "ROOMLEDGER_PORT_80_TCP", "tcp://10.96.0.7:80",
            "ROOMLEDGER_PORT_80_TCP_ADDR", "10.96.0.7",
            "ROOMLEDGER_PORT_80_TCP_PROTO", "tcp",
            "ROOMLEDGER_SERVER_PORT", "tcp://10.96.0.8:3000",
            "ROOMLEDGER_SERVER_SERVICE_PORT", "3000"));
    assertThat(ours.problems()).isEmpty();
    assertThat(ours.values()).isEmpty();
    ours.environment(Map.of("ROOMLEDGER_SERVER_PORT", "3001", "ROOMLEDGER_SEVER_PORT", "1"));
    assertThat(ours.values()).containsExactly(Map.entry("server.port", "3001"));
    assertThat(ours.problems()).singleElement().asString().contains("such as server.port");
  }

  @Test
  void aVariableMayNameAFileInWhichTheValueIs() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "in a file\nand more");
    sources.environment(
        Map.of(
            "ROOMLEDGER_SMTP_PASSWORD_FILE", secret.toString(),
            "ROOMLEDGER_SMTP_HOST_FILE", folder.resolve("none").toString(),
            "ROOMLEDGER_SMTP_PORT", "26",
            "ROOMLEDGER_SMTP_PORT_FILE", secret.toString()));
    assertThat(sources.values())
        .containsOnly(Map.entry("smtp.password", "in a file"), Map.entry("smtp.port", "26"));
    assertThat(sources.origin("smtp.password"))
        .contains("file of environment ROOMLEDGER_SMTP_PASSWORD_FILE");
    assertThat(sources.problems())
        .hasSize(2)
        .anySatisfy(it -> assertThat(it).contains("none cannot be read").contains("first line"))
        .anySatisfy(it -> assertThat(it).startsWith("smtp.port: in the environment and in"));
    // a setting whose own name ends so is a path, and nothing is read from it here
    ConfigSources ours = new ConfigSources(SettingReader.settings(Config.class).keySet());
    ours.environment(Map.of("ROOMLEDGER_DATABASE_PASSWORD_FILE", secret.toString()));
    assertThat(ours.values())
        .containsExactly(Map.entry("database.password-file", secret.toString()));
  }

  @Test
  void aWrongValueIsNamedAndASecretIsNot() {
    sources.take("smtp.port", "many", "test");
    sources.take("smtp.time-limit", "30", "test");
    sources.take("smtp.largest", "99999999999999999g", "test");
    SettingReader reader = new SettingReader(sources.values());
    assertThat(reader.read(Tree.class).smtp().port()).isEqualTo(25);
    assertThat(reader.problems())
        .containsExactly(
            "smtp.port: many (expected: a whole number, which may end in k, m or g)",
            "smtp.time-limit: 30 (expected: a number with ms, s, m, h or d, such as 30s)",
            "smtp.largest: 99999999999999999g (expected: a whole number, which may end in k, m or"
                + " g)");
  }

  @Test
  void aFileThatIsNotThereIsAProblem() {
    sources.file(folder.resolve("absent.properties"));
    assertThat(sources.problems())
        .singleElement()
        .asString()
        .contains("absent.properties: cannot be read");
  }

  @Test
  void whatARecordRefusesIsAProblemAmongTheOthers() {
    sources.take("smtp.port", "70000", "test");
    sources.take("smtp.largest", "huge", "test");
    SettingReader reader = new SettingReader(sources.values());
    assertThat(reader.read(Tree.class).smtp().port()).isEqualTo(25);
    assertThat(reader.problems())
        .containsExactly(
            "smtp.largest: huge (expected: a whole number, which may end in k, m or g)",
            "smtp.port: 70000 (expected: 0 to 65535)");
  }
}
