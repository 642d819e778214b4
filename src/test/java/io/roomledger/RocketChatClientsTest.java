package io.roomledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.roomledger.base.Ids;
import io.roomledger.db.Await;
import io.roomledger.identity.Account;
import io.roomledger.node.NodeScript;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The vendor's own clients for Node against the whole server. */
class RocketChatClientsTest {
  private static final Pattern LINK = Pattern.compile("http://[^\\s\"<>]+/data-export/\\d+");

  @TempDir Path data;

  @Test
  void theVendorsClientsMakeARoomFillItAndTakeItHome() throws Exception {
    GreenMail smtp = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    smtp.start();
    Map<String, String> settings =
        Map.of(
            "rocketchat.generation", "8",
            "mail.host", "127.0.0.1",
            "mail.port", "" + smtp.getSmtp().getPort());
    try (RunningServer server = RunningServer.withSample(data, settings)) {
      add(server, "storyteller", "admin", "user");
      add(server, "listener", "user");
      Map<String, String> told =
          Map.of(
              "ORIGIN", server.address(),
              "USER", "storyteller",
              "PASSWORD", "storytelling",
              "OTHER", "listener");
      List<String> lines = NodeScript.run("rocketchat-story.mjs", told);
      assertThat(lines)
          .contains("api-client: uploaded", "api-client: export by mail", "sdk: export by mail")
          .contains("api-client: no room: 400 [error-invalid-room]")
          .contains("api-client: after log-out: 401 You must be logged in to do this.")
          .anyMatch(line -> line.startsWith("api-client: too long: 400 "))
          .contains("sdk: logged out");
      Await.until("the mail with the link", Duration.ofSeconds(60), () -> link(smtp).isPresent());
      Map<String, String> more = new HashMap<>(told);
      more.put("LINK", link(smtp).orElseThrow());
      assertThat(NodeScript.run("rocketchat-story.mjs", more))
          .contains("download: with the page", "download: for nobody else");
    } finally {
      smtp.stop();
    }
  }

  private static void add(RunningServer server, String username, String... roles) {
    server
        .wiring()
        .accountDesk()
        .add(
            new Account(
                Ids.random(),
                Wiring.ORGANISATION,
                username,
                username,
                Optional.of(username + "@example.org"),
                "",
                true),
            "storytelling",
            Set.of(roles));
  }

  /** The link of the mail that says a file is ready. */
  private static Optional<String> link(GreenMail smtp) throws Exception {
    for (MimeMessage message : smtp.getReceivedMessages()) {
      Matcher matcher = LINK.matcher(GreenMailUtil.getWholeMessage(message).replace("=\r\n", ""));
      if (matcher.find()) {
        return Optional.of(matcher.group());
      }
    }
    return Optional.empty();
  }
}
