package io.roomledger.traces;

import io.roomledger.base.Setting;
import java.net.URI;
import java.util.Optional;

/**
 * Where traces are sent. As it comes, nowhere.
 *
 * @param endpoint where a collector takes OTLP over HTTP
 * @param authorization what is sent along as Authorization
 * @param service the name of this server there
 * @param percent of how many requests in a hundred a trace is begun; who comes with a trace decides
 *     for themselves
 */
public record TraceSettings(
    @Setting(
            value = "",
            doc =
                "Where a collector takes OpenTelemetry's traces by OTLP over HTTP, such as"
                    + " http://127.0.0.1:4318/v1/traces; empty for no traces.")
        Optional<String> endpoint,
    @Setting(
            value = "",
            doc = "What the collector wants as Authorization, such as Bearer TOKEN.",
            secret = true)
        String authorization,
    @Setting(value = "roomledger", doc = "The name of this server in traces.") String service,
    @Setting(value = "100", doc = "Of how many requests and jobs in a hundred there are traces.")
        int percent) {
  public TraceSettings {
    if (percent < 0 || percent > 100) {
      throw new IllegalArgumentException(
          "traces.percent: " + percent + " (expected: from 0 to 100)");
    }
    if (endpoint.isPresent() && !endpoint.get().matches("https?://[^\\s]+")) {
      throw new IllegalArgumentException(
          "traces.endpoint: " + endpoint.get() + " (expected: http://host:port/v1/traces)");
    }
    endpoint.ifPresent(URI::create);
  }
}
