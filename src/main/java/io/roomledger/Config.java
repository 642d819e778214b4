package io.roomledger;

import io.roomledger.booking.CheckInSettings;
import io.roomledger.conference.RecordingSettings;
import io.roomledger.conference.RetentionSettings;
import io.roomledger.conference.UploadSettings;
import io.roomledger.console.ConsoleSettings;
import io.roomledger.db.DatabaseSettings;
import io.roomledger.delivery.DeliverySettings;
import io.roomledger.dialect.dingtalk.DingTalkSettings;
import io.roomledger.dialect.feishu.FeishuSettings;
import io.roomledger.dialect.ledger.LedgerSettings;
import io.roomledger.dialect.rocketchat.RocketChatSettings;
import io.roomledger.export.ExportSettings;
import io.roomledger.film.FilmSettings;
import io.roomledger.http.HttpSettings;
import io.roomledger.identity.PasswordSettings;
import io.roomledger.job.JobSettings;
import io.roomledger.mail.MailSettings;
import io.roomledger.metrics.MetricsSettings;
import io.roomledger.store.StoreSettings;
import io.roomledger.traces.TraceSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every setting, by section. The name of a component is the first half of a setting's name.
 *
 * @param server where it listens and what it takes in
 * @param database which PostgreSQL
 * @param store where files are kept
 * @param mail which SMTP server
 * @param jobs how exports and other long work are done
 * @param exports how long finished exports are kept
 * @param deliveries where files of exports are brought
 * @param checkin when one checks in to a meeting room
 * @param recordings how recordings are kept
 * @param uploads what is taken in by upload
 * @param films what is done with films
 * @param retention how long recordings are kept
 * @param feishu how Feishu is spoken
 * @param rocketchat how Rocket.Chat is spoken
 * @param dingtalk how DingTalk is spoken
 * @param ledger how the server's own API answers
 * @param metrics who may read figures
 * @param traces where traces are sent
 * @param log how the log is written
 * @param console how people are logged in to the console
 * @param passwords which passwords are taken
 */
record Config(
    HttpSettings server,
    DatabaseSettings database,
    StoreSettings store,
    MailSettings mail,
    JobSettings jobs,
    ExportSettings exports,
    DeliverySettings deliveries,
    CheckInSettings checkin,
    RecordingSettings recordings,
    UploadSettings uploads,
    FilmSettings films,
    RetentionSettings retention,
    FeishuSettings feishu,
    RocketChatSettings rocketchat,
    DingTalkSettings dingtalk,
    LedgerSettings ledger,
    MetricsSettings metrics,
    TraceSettings traces,
    LogSettings log,
    ConsoleSettings console,
    PasswordSettings passwords) {

  /** The same on a port that is free now, if it leaves the choice; links in mails must name it. */
  Config settled() throws IOException {
    if (server.port() != 0) {
      return this;
    }
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return withPort(socket.getLocalPort());
    }
  }

  /** The same on another port. */
  Config withPort(int port) {
    return new Config(
        server.withPort(port),
        database,
        store,
        mail,
        jobs,
        exports,
        deliveries,
        checkin,
        recordings,
        uploads,
        films,
        retention,
        feishu,
        rocketchat,
        dingtalk,
        ledger,
        metrics,
        traces,
        log,
        console,
        passwords);
  }

  /** The values from file and environment. */
  static ConfigSources sources(Optional<Path> file, Map<String, String> environment) {
    ConfigSources sources = new ConfigSources(SettingReader.settings(Config.class).keySet());
    file.ifPresent(sources::file);
    sources.environment(environment);
    return sources;
  }

  /**
   * Reads the configuration.
   *
   * @throws ConfigException naming everything that is wrong
   */
  static Config read(ConfigSources sources) {
    SettingReader reader = new SettingReader(sources.values());
    Config config = reader.read(Config.class);
    List<String> problems = new ArrayList<>(sources.problems());
    problems.addAll(reader.problems());
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return config;
  }
}
