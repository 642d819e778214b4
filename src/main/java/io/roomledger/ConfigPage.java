package io.roomledger;

import io.roomledger.base.Setting;
import java.time.Duration;
import java.time.ZoneId;

/** Prints docs/config.md from the code, so that it cannot be wrong. */
final class ConfigPage {
  private static final String HEAD =
      """
      # Settings

      Printed by `bin/roomledger check-config --markdown`; a test keeps this page equal to the code.

      A setting is a line `name: value` in `roomledger.properties` (or the file named by `--config` or
      `ROOMLEDGER_CONFIG`), or a variable of the environment. The environment wins over the file, the command line over
      both. A name that is no setting is an error. Times are a number with `ms`, `s`, `m`, `h` or `d`; sizes may end in
      `k`, `m` or `g`. A variable with `_FILE` behind its name has the path of a file in it, whose first line is the
      value, for secrets that are mounted as files: `ROOMLEDGER_MAIL_PASSWORD_FILE=/run/secrets/mail`.

      | setting | environment | default | what it does |
      |---|---|---|---|
      """;

  private ConfigPage() {}

  /** The whole page. */
  static String markdown() {
    StringBuilder page = new StringBuilder(HEAD);
    SettingReader.settings(Config.class)
        .forEach((name, component) -> {
          Setting setting = component.getAnnotation(Setting.class);
          page.append("| `")
              .append(name)
              .append("` | `")
              .append(SettingReader.environmentName(name));
          page.append("` | ").append(shown(setting.value(), component.getType()));
          page.append(" | ").append(setting.doc()).append(" |\n");
        });
    return page.toString();
  }

  private static String shown(String value, Class<?> type) {
    if (value.isEmpty()) {
      return type == Duration.class || type == ZoneId.class ? "" : "(empty)";
    }
    return "`" + value + "`";
  }
}
