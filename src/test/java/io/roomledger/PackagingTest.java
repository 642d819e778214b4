package io.roomledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.roomledger.base.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is handed out beside the program says nothing that the program does not know. */
class PackagingTest {
  private static final Path COMPOSE = Path.of("packaging/compose.yaml");
  private static final Path KUBERNETES = Path.of("packaging/kubernetes.yaml");
  private static final Path IMAGE = Path.of("packaging/Dockerfile");

  /** A chart or a compose file needs no file of settings. */
  @Test
  void everySettingIsReachedByTheEnvironment() {
    Map<String, String> environment = new TreeMap<>();
    Map<String, String> defaults = new TreeMap<>();
    SettingReader.settings(Config.class)
        .forEach((name, component) -> {
          String value = component.getAnnotation(Setting.class).value();
          assertThat(environment.put(SettingReader.environmentName(name), value)).isNull();
          defaults.put(name, value);
        });
    ConfigSources sources = Config.sources(Optional.empty(), environment);

    assertThat(sources.problems()).isEmpty();
    assertThat(sources.values()).isEqualTo(defaults);
    assertThat(Config.read(sources))
        .isEqualTo(Config.read(Config.sources(Optional.empty(), Map.of())));
    assertThat(environment.keySet()).allMatch(name -> name.matches("ROOMLEDGER_[A-Z0-9_]+"));
  }

  /** Whoever is told to run a command must find it under that name. */
  @Test
  void theProgramNamesItselfAsItWasStarted() throws Exception {
    assertThat(Main.called()).isEqualTo("java -jar roomledger.jar");
    assertThat(Files.readString(Path.of("bin/roomledger"))).contains("\"-Droomledger.called=$0\"");
    assertThat(Files.readString(Path.of("packaging/debian/roomledger")))
        .contains(" -Droomledger.called=roomledger ");
    assertThat(Files.readString(Path.of("bin/package"))).contains("$root/usr/bin/");
  }

  @Test
  void theNodesOfTheComposeFileAreAlikeAndSaySettingsThatThereAre() throws Exception {
    JsonNode services = new YAMLMapper().readTree(COMPOSE.toFile()).path("services");
    JsonNode node = new YAMLMapper().readTree(COMPOSE.toFile()).path("x-node");
    Map<String, String> environment = new HashMap<>();
    node.path("environment")
        .properties()
        .forEach(setting -> environment.put(setting.getKey(), filled(setting.getValue().asText())));
    Config config = Config.read(Config.sources(Optional.empty(), environment));

    assertThat(config.database().external()).isTrue();
    assertThat(config.database().url()).contains("//postgres:");
    assertThat(config.store().kind()).isEqualTo("s3");
    assertThat(config.store().s3().endpoint()).contains("//minio:");
    assertThat(config.metrics().port()).isEqualTo(9464);
    String text = Files.readString(COMPOSE);
    for (String name : new String[] {"node1", "node2"}) {
      assertThat(text).containsPattern("(?m)^  " + name + ":\n    <<: \\*node$");
      assertThat(services.path(name).path("environment").isMissingNode()).isTrue();
    }
    for (String needed : new String[] {"postgres", "minio", "bucket"}) {
      assertThat(services.path(needed).path("image").asText()).isNotEmpty();
    }
    assertThat(services.path("postgres").path("environment").path("POSTGRES_USER").asText())
        .isEqualTo(config.database().user());
    assertThat(services.path("minio").path("environment").path("MINIO_ROOT_USER").asText())
        .isEqualTo(config.store().s3().accessKey());
  }

  @Test
  void kubernetesIsToldSettingsAndAddressesThatThereAre() throws Exception {
    YAMLMapper yaml = new YAMLMapper();
    ObjectNode parts = yaml.createObjectNode();
    try (var documents = yaml.readerFor(JsonNode.class).<JsonNode>readValues(KUBERNETES.toFile())) {
      documents.forEachRemaining(part -> parts.set(part.path("kind").asText(), part));
    }
    Map<String, String> environment = new HashMap<>();
    parts
        .path("ConfigMap")
        .path("data")
        .properties()
        .forEach(it -> environment.put(it.getKey(), it.getValue().asText()));
    assertThat(environment.remove("ROOMLEDGER_JAVA_OPTS")).startsWith("-Xmx");
    ConfigSources sources = Config.sources(Optional.empty(), environment);
    assertThat(sources.problems()).isEmpty();
    Config config = Config.read(sources);
    assertThat(config.database().external()).isTrue();
    assertThat(config.store().kind()).isEqualTo("s3");

    JsonNode pod = parts.path("Deployment").at("/spec/template/spec");
    JsonNode container = pod.at("/containers/0");
    assertThat(container.at("/ports/0/containerPort").asInt()).isEqualTo(config.server().port());
    assertThat(container.at("/ports/1/containerPort").asInt()).isEqualTo(config.metrics().port());
    JsonNode readiness = container.path("readinessProbe");
    assertThat(readiness.at("/httpGet/path").asText()).isEqualTo("/health/ready");
    assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/health/live");
    long drain = config.server().drain().toSeconds();
    assertThat(drain).isGreaterThanOrEqualTo(2 * readiness.path("periodSeconds").asLong());
    assertThat(pod.path("terminationGracePeriodSeconds").asLong()).isGreaterThan(drain + 10);
    String user = pod.at("/securityContext/runAsUser").asText();
    assertThat(Files.readString(IMAGE)).contains("--uid " + user, "USER " + user + ":" + user);
    List<String> mounted = container.at("/volumeMounts").findValuesAsText("mountPath");
    assertThat(mounted).contains("/var/lib/roomledger", "/tmp", "/run/secrets/roomledger");
    assertThat(config.store().keyFile()).startsWith("/run/secrets/roomledger/");
  }

  /** As compose fills in what stands in braces: what is set, or what stands behind the minus. */
  private static String filled(String text) {
    return Pattern.compile("\\$\\{[A-Z0-9_]+(:-([^}]*)|:\\?[^}]*)}")
        .matcher(text)
        .replaceAll(found -> found.group(2) == null ? "a-secret-of-its-own" : found.group(2));
  }

  @Test
  void theImageSaysSettingsThatThereAre() throws Exception {
    Map<String, String> environment = new HashMap<>();
    Pattern said = Pattern.compile("^ENV (ROOMLEDGER_[A-Z0-9_]+)=(\\S+)$");
    for (String line : Files.readAllLines(IMAGE)) {
      said.matcher(line).results().forEach(it -> environment.put(it.group(1), it.group(2)));
    }
    assertThat(environment).isNotEmpty();
    assertThat(Config.sources(Optional.empty(), environment).problems()).isEmpty();
  }
}
