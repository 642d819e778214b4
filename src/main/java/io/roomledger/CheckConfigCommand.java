package io.roomledger;

import io.roomledger.base.Setting;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code check-config}: every setting, its value and where that came from. */
@Command(
    name = "check-config",
    description =
        "Prints every setting with its value and where that came from, and names what is wrong.",
    mixinStandardHelpOptions = true)
final class CheckConfigCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();

  @Option(names = "--markdown", description = "Print the page docs/config.md instead.")
  private boolean markdown;

  @Override
  public Integer call() {
    PrintStream out = System.out;
    if (markdown) {
      out.print(ConfigPage.markdown());
      return Main.FINE;
    }
    ConfigSources sources = Config.sources(options.config(), System.getenv());
    SettingReader reader = new SettingReader(sources.values());
    reader.read(Config.class);
    SettingReader.settings(Config.class)
        .forEach((name, component) -> {
          Setting setting = component.getAnnotation(Setting.class);
          String value = sources.values().getOrDefault(name, setting.value());
          String shown = setting.secret() && !value.isEmpty() ? "(secret)" : value;
          out.printf("%-38s %-24s %s%n", name, shown, sources.origin(name).orElse("default"));
        });
    sources.problems().forEach(out::println);
    reader.problems().forEach(out::println);
    boolean fine = sources.problems().isEmpty() && reader.problems().isEmpty();
    out.println(fine ? "The configuration is fine." : "The configuration cannot be used as it is.");
    return fine ? Main.FINE : Main.WRONG_USE;
  }
}
