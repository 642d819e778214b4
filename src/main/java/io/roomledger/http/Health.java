package io.roomledger.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Tells whoever watches the server how it is: {@code /health/live} always, {@code /health/ready} by
 * checks, until it is being stopped.
 */
public final class Health {
  private static final String JSON = "application/json";

  private final List<Check> checks;
  private volatile boolean stopping;

  /** By those checks. */
  public Health(List<Check> checks) {
    this.checks = List.copyOf(checks);
  }

  /**
   * Something that must be well.
   *
   * @param name what it is, such as {@code database}
   * @param well whether it is well now; answers in a second or two, and an exception is a no
   * @param why what to do when it was not well just now, which anybody may read; or nothing
   */
  public record Check(String name, BooleanSupplier well, Supplier<String> why) {
    /** Of which nobody is told more. */
    public Check(String name, BooleanSupplier well) {
      this(name, well, () -> "");
    }
  }

  /** What was found: whether all is well, and each thing by its name. */
  public record Found(boolean ready, Map<String, Boolean> checks) {}

  /** The site that answers by {@code checks}. */
  public static Site site(List<Check> checks) {
    return new Health(checks).site();
  }

  /** The site that answers. */
  public Site site() {
    return Site.plain(
        "health",
        List.of("/health"),
        List.of(
            Endpoint.get("/health/live", call -> live()),
            Endpoint.get("/health/ready", call -> ready())));
  }

  /** From now on it is not ready, whatever the checks find: nobody should begin anything new. */
  public void stopping() {
    stopping = true;
  }

  /** Looks at everything. */
  public Found look() {
    Map<String, Boolean> found = new LinkedHashMap<>();
    for (Check check : checks) {
      found.put(check.name(), well(check));
    }
    if (stopping) {
      found.put("running", false);
    }
    return new Found(!found.containsValue(false), found);
  }

  private static Answer live() {
    return answer(200, Json.object().put("status", "live"));
  }

  private Answer ready() {
    Found found = look();
    ObjectNode body = Json.object().put("status", words(found.ready()));
    ObjectNode each = body.putObject("checks");
    found.checks().forEach((name, well) -> each.put(name, words(well) + why(name, well)));
    return answer(found.ready() ? 200 : 503, body);
  }

  private String why(String name, boolean well) {
    return checks.stream()
        .filter(check -> !well && check.name().equals(name))
        .map(check -> check.why().get())
        .filter(why -> !why.isEmpty())
        .map(why -> ": " + why)
        .findFirst()
        .orElse("");
  }

  private static String words(boolean well) {
    return well ? "ready" : "not ready";
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
