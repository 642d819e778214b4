package io.roomledger;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that serve. */
final class ServeOptions {
  @Mixin CommonOptions common = new CommonOptions();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port to listen on; 0 for any free one. Default: the setting server.port.")
  private @Nullable Integer port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "Address to listen on. Default: the setting server.host, which is loopback.")
  private @Nullable String host;

  /** The configuration with what the command line said. */
  Config config() {
    ConfigSources sources = Config.sources(common.config(), System.getenv());
    if (port != null) {
      sources.take("server.port", port.toString(), "--port");
    }
    if (host != null) {
      sources.take("server.host", host, "--host");
    }
    return Config.read(sources);
  }
}
