package io.roomledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.roomledger.base.Program;
import io.roomledger.node.NodeScript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the console's page for programs says is run as it stands there, with only the words in
 * capitals put right.
 */
final class DialectSnippetsTest {
  private static final Pattern TEXT =
      Pattern.compile("<pre[^>]* id=\"([a-z]+-[a-z]+)\"><code>(.*?)</code></pre>", Pattern.DOTALL);
  private static final String ROOM = "iu7jtPAhvEeAS5tNq";

  @TempDir private static Path folder;
  private static RunningServer server;
  private static String token;
  private static Map<String, String> page;

  @BeforeAll
  static void start() throws Exception {
    server = RunningServer.withSample(folder, Map.of());
    token = loggedIn();
    try (ConsoleClient mara = ConsoleClient.of(server.address(), "admin", "roomledger-demo")) {
      page =
          TEXT.matcher(mara.get("/dialects").body())
              .results()
              .collect(Collectors.toMap(it -> it.group(1), it -> plain(it.group(2))));
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void feishu() throws Exception {
    assertThat(curl("feishu-curl", DialectSnippetsTest::feishuApp)).contains("\"code\":0");
    assertThat(node("feishu-node", DialectSnippetsTest::feishuApp)).contains("meeting rooms");
    assertThat(java("feishu-java", DialectSnippetsTest::feishuApp)).contains("meeting rooms");
  }

  @Test
  void rocketChat() throws Exception {
    assertThat(curl("rocketchat-curl", DialectSnippetsTest::ours)).contains("\"success\":true");
    assertThat(node("rocketchat-node", DialectSnippetsTest::ours)).isEqualTo("true");
  }

  @Test
  void dingTalk() throws Exception {
    assertThat(curl("dingtalk-curl", DialectSnippetsTest::dingTalkApp)).contains("accessToken");
    assertThat(node("dingtalk-node", DialectSnippetsTest::dingTalkApp)).endsWith("of token");
    assertThat(java("dingtalk-java", DialectSnippetsTest::dingTalkApp)).endsWith("of token");
  }

  @Test
  void ownApi() throws Exception {
    assertThat(curl("ledger-curl", DialectSnippetsTest::ours)).contains("Design review");
    assertThat(node("ledger-node", DialectSnippetsTest::ours)).contains("Design review");
    assertThat(java("ledger-java", DialectSnippetsTest::ours)).contains("Design review");
  }

  /** Puts the words in capitals right. */
  private interface Reader {
    String reads(String text);
  }

  private static String feishuApp(String text) {
    return text.replace("APP", "cli_a5ca35a685b0x26e")
        .replace("SECRET", "baBqE5um9LbFGDy3X7LcfxQX1sqpXlwy");
  }

  private static String dingTalkApp(String text) {
    return text.replace("APP", "demo").replace("SECRET", "demo-secret");
  }

  private static String ours(String text) {
    return text.replace("TOKEN", token).replace("ROOM", ROOM);
  }

  private static String curl(String id, Reader reader) throws IOException {
    String line = reader.reads(shown(id)).replaceFirst("^curl ", "curl -sS --fail-with-body ");
    return printed(Program.run(folder, List.of("bash", "-c", line), Map.of()));
  }

  private static String node(String id, Reader reader) {
    return printed(NodeScript.runText(reader.reads(shown(id))));
  }

  /** Java 25 runs a file whose statements stand in a main without a class. */
  private static String java(String id, Reader reader) throws IOException {
    String text = reader.reads(shown(id));
    int statements = text.lastIndexOf("\nimport ");
    statements = text.indexOf(';', statements) + 1;
    Path file = folder.resolve("Main.java");
    Files.writeString(
        file,
        text.substring(0, statements)
            + "\nvoid main() throws Exception {"
            + text.substring(statements)
            + "\n}\n");
    String program = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String beside = System.getProperty("java.class.path");
    return printed(
        Program.run(
            folder,
            List.of(program, "-XX:TieredStopAtLevel=1", "-cp", beside, file.toString()),
            Map.of()));
  }

  private static String shown(String id) {
    return Objects.requireNonNull(page.get(id), "the page shows no " + id);
  }

  private static String printed(List<String> lines) {
    return String.join("\n", lines);
  }

  private static String loggedIn() throws Exception {
    byte[] answer =
        server
            .post("/api/v1/login", "{\"user\":\"admin\",\"password\":\"roomledger-demo\"}")
            .body();
    return new ObjectMapper()
        .readTree(new String(answer, StandardCharsets.UTF_8))
        .at("/data/authToken")
        .asText();
  }

  private static String plain(String html) {
    return html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }
}
