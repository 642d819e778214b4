package io.roomledger.metrics;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Endpoint;
import io.roomledger.http.Site;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.function.Supplier;

/**
 * Where Prometheus reads.
 *
 * @param figures what it reads
 * @param token what it must say; empty for nothing
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">the format</a>
 */
record ScrapeSite(Supplier<String> figures, String token) {
  private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";
  private static final String SCHEME = "Bearer ";

  Site site() {
    return Site.plain(
        "metrics", List.of("/metrics"), List.of(Endpoint.get("/metrics", this::answer)));
  }

  private Answer answer(Call call) {
    String said = call.header("Authorization").orElse("");
    if (!token.isEmpty() && said.isEmpty()) {
      throw unknown(Refusal.Credential.MISSING);
    }
    if (!token.isEmpty() && !same(said, SCHEME + token)) {
      throw unknown(Refusal.Credential.UNKNOWN);
    }
    return Answer.text(200, TYPE, figures.get()).with("Cache-Control", "no-store");
  }

  private static RefusedException unknown(Refusal.Credential why) {
    return new RefusedException(new Refusal.Unauthenticated(why));
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
