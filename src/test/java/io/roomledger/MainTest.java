package io.roomledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.conference.RetentionSettings;
import io.roomledger.conference.UploadSettings;
import io.roomledger.db.DatabaseSettings;
import io.roomledger.dialect.dingtalk.DingTalkSettings;
import io.roomledger.dialect.feishu.FeishuSettings;
import io.roomledger.dialect.ledger.LedgerSettings;
import io.roomledger.dialect.rocketchat.RocketChatSettings;
import io.roomledger.film.FilmSettings;
import io.roomledger.http.HttpSettings;
import io.roomledger.job.JobSettings;
import io.roomledger.mail.MailSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... words) {
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(words);
  }

  @Test
  void everyCommandExplainsItself() {
    assertExplains(Main.commandLine(), List.of());
  }

  private void assertExplains(CommandLine command, List<String> path) {
    String[] words = Stream.concat(path.stream(), Stream.of("--help")).toArray(String[]::new);
    if (!command.getCommandName().equals("help")) {
      assertThat(run(words)).as(String.join(" ", words)).isEqualTo(Main.FINE);
      assertThat(out.toString()).contains("Usage: ").contains("roomledger");
    }
    command
        .getSubcommands()
        .forEach((name, sub) -> {
          List<String> longer = new ArrayList<>(path);
          longer.add(name);
          assertExplains(sub, longer);
        });
  }

  @Test
  void thePageOfSettingsIsPrintedFromTheCode() throws Exception {
    assertThat(Path.of("docs/config.md")).hasContent(ConfigPage.markdown());
  }

  /** A default stands at the setting and, for other callers, in a constant; both must be one. */
  @Test
  void whatIsNotSetIsWhatThePackagesCallUsual() {
    Config unset = new SettingReader(Map.of()).read(Config.class);
    assertThat(unset.server()).isEqualTo(HttpSettings.DEFAULT);
    assertThat(unset.database()).isEqualTo(DatabaseSettings.embedded());
    assertThat(unset.mail()).isEqualTo(MailSettings.defaults());
    assertThat(unset.jobs()).isEqualTo(JobSettings.defaults());
    assertThat(unset.feishu()).isEqualTo(FeishuSettings.standard());
    assertThat(unset.rocketchat()).isEqualTo(RocketChatSettings.standard());
    assertThat(unset.dingtalk()).isEqualTo(DingTalkSettings.standard());
    assertThat(unset.uploads()).isEqualTo(UploadSettings.standard());
    assertThat(unset.retention()).isEqualTo(RetentionSettings.standard());
    assertThat(unset.films()).isEqualTo(FilmSettings.standard());
    assertThat(unset.ledger()).isEqualTo(LedgerSettings.standard());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "export chat --room x --format pdf --out x.zip",
        "export chat --room x --format html --out x.html",
        "export chat --room x --format html --out x.zip --from 2024-13-01",
        "export reservations --level root --format docx --out x.docx",
        "nonsense",
        "export chat",
        "verify /nonexistent/x.zip",
        "serve --config /nonexistent/roomledger.properties"
      })
  void wrongUseIsTwo(String line) {
    assertThat(run(line.split(" "))).isEqualTo(Main.WRONG_USE);
  }

  @Test
  void aFileThatIsNoZipIsNotGenuine() throws Exception {
    Path file = Files.writeString(folder.resolve("x.zip"), "no zip at all");
    assertThat(run("verify", file.toString())).isEqualTo(Main.NOT_GENUINE);
  }
}
