package io.roomledger.dialect;

import io.roomledger.base.Refusal;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Endpoint;
import java.util.List;

/** One vendor's way of speaking. */
public interface Dialect {
  /** Its name in settings and logs. */
  String name();

  /**
   * The beginnings of the paths that are its, such as {@code /open-apis}. What no endpoint answers
   * there is refused.
   */
  List<String> roots();

  /** Its addresses. Literal paths win over paths with parameters. */
  List<Endpoint> endpoints();

  /** Spells a refusal as the vendor would. */
  Answer refuse(Call call, Refusal refusal);

  /** Spells a fault of ours as the vendor would; the log has the request id and the stack trace. */
  Answer fail(Call call);

  /** Adds what the vendor puts on every answer. */
  default Answer dress(Call call, Answer answer) {
    return answer;
  }
}
