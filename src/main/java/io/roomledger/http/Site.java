package io.roomledger.http;

import io.roomledger.base.Refusal;
import java.util.List;

/** Addresses that belong together, and how they answer when nothing else does. */
public interface Site {
  /** Its name in settings and logs. */
  String name();

  /**
   * The beginnings of the paths that are its, whole segments without a slash at the end, such as
   * {@code /open-apis}. What no endpoint answers there is refused.
   */
  List<String> roots();

  /**
   * Its addresses, all below its roots. Literal paths win over paths with parameters, and a slash
   * more at the end is taken too.
   */
  List<Endpoint> endpoints();

  /** Spells a refusal. */
  Answer refuse(Call call, Refusal refusal);

  /** Spells a fault of ours; the log has the request id and the stack trace. */
  Answer fail(Call call);

  /** Adds what stands on every answer. */
  default Answer dress(Call call, Answer answer) {
    return answer;
  }

  /** A site of our own, which refuses with the usual statuses and a small JSON object. */
  static Site plain(String name, List<String> roots, List<Endpoint> endpoints) {
    return new PlainSite(name, roots, endpoints);
  }
}
