package io.roomledger.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Tells whoever watches the server how it is: {@code /health/live} always, {@code /health/ready} by
 * checks.
 */
public final class Health {
  private static final String JSON = "application/json";

  private final List<Check> checks;

  private Health(List<Check> checks) {
    this.checks = checks;
  }

  /**
   * Something that must be well.
   *
   * @param name what it is, such as {@code database}
   * @param well whether it is well now; answers in a second or two, and an exception is a no
   */
  public record Check(String name, BooleanSupplier well) {}

  /** The site that answers by {@code checks}. */
  public static Site site(List<Check> checks) {
    Health health = new Health(List.copyOf(checks));
    return Site.plain(
        "health",
        List.of("/health"),
        List.of(
            Endpoint.get("/health/live", call -> live()),
            Endpoint.get("/health/ready", call -> health.ready())));
  }

  private static Answer live() {
    return answer(200, Json.object().put("status", "live"));
  }

  private Answer ready() {
    ObjectNode found = Json.object();
    boolean ready = true;
    for (Check check : checks) {
      boolean well = well(check);
      found.put(check.name(), well ? "ready" : "not ready");
      ready &= well;
    }
    ObjectNode body = Json.object().put("status", ready ? "ready" : "not ready");
    body.set("checks", found);
    return answer(ready ? 200 : 503, body);
  }

  private static boolean well(Check check) {
    try {
      return check.well().getAsBoolean();
    } catch (RuntimeException e) {
      return false;
    }
  }

  private static Answer answer(int status, ObjectNode body) {
    return Json.answer(status, JSON, body).with("Cache-Control", "no-store");
  }
}
