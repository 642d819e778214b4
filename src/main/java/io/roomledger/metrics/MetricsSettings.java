package io.roomledger.metrics;

import io.roomledger.base.Setting;

/**
 * Who may read the figures. As it comes, nobody.
 *
 * @param port where they are served by themselves, without a token; 0 for nowhere
 * @param host the address of that port
 * @param token with it they are served at {@code /metrics} of the server's own address too
 */
public record MetricsSettings(
    @Setting(
            value = "0",
            doc =
                "A port of its own for /metrics, which whoever reaches it may read; 0 for none."
                    + " Prometheus usually reads 9464.")
        int port,
    @Setting(value = "127.0.0.1", doc = "The address of that port.") String host,
    @Setting(
            value = "",
            doc =
                "With this bearer token (16 characters or more) /metrics is served at the server's"
                    + " own address; empty for not at all.",
            secret = true)
        String token) {
  private static final int SHORTEST_TOKEN = 16;

  public MetricsSettings {
    if (!token.isEmpty() && token.length() < SHORTEST_TOKEN) {
      throw new IllegalArgumentException(
          "metrics.token: "
              + token.length()
              + " characters (expected: "
              + SHORTEST_TOKEN
              + " or more)");
    }
  }
}
