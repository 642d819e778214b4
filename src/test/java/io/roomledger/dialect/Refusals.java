package io.roomledger.dialect;

import io.roomledger.base.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One of each refusal there is, with text that a careless dialect would stumble over. */
final class Refusals {
  private static final String HOSTILE = "<script>\"'\\\n\u0000é🎉\ud83d%s{}";

  private Refusals() {}

  static List<Refusal> all() {
    List<Refusal> all = new ArrayList<>();
    for (Refusal.Thing thing : Refusal.Thing.values()) {
      all.add(new Refusal.NotFound(thing, "abc"));
      all.add(new Refusal.NotFound(thing, HOSTILE));
    }
    for (Refusal.Right right : Refusal.Right.values()) {
      all.add(new Refusal.Forbidden(right, "mail-messages"));
      all.add(new Refusal.Forbidden(right, HOSTILE));
    }
    for (Refusal.Credential why : Refusal.Credential.values()) {
      all.add(new Refusal.Unauthenticated(why));
    }
    all.add(new Refusal.Invalid("period", "5/1", "from before to"));
    all.add(new Refusal.Invalid(HOSTILE, HOSTILE, HOSTILE));
    all.add(new Refusal.Invalid("body", "{", "JSON"));
    all.add(new Refusal.Conflict(HOSTILE));
    all.add(new Refusal.Throttled(100, Duration.ofMinutes(1), Duration.ofMillis(1500)));
    all.add(new Refusal.Throttled(0, Duration.ZERO, Duration.ZERO));
    all.add(new Refusal.TooLarge("body", 1000));
    all.add(new Refusal.Unavailable(HOSTILE));
    if (all.stream().map(Object::getClass).distinct().count() != kinds()) {
      throw new IllegalStateException("a kind of refusal is missing here");
    }
    return all;
  }

  private static long kinds() {
    return Arrays.stream(Refusal.class.getPermittedSubclasses()).count();
  }
}
