package io.roomledger.dialect;

import io.roomledger.base.Refusal;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Site;

/**
 * One vendor's way of speaking: a {@link Site} whose endpoints, refusals and faults are the
 * vendor's. What each must do is in the tests' {@code DialectContract}.
 */
public interface Dialect extends Site {
  /** Spells a refusal as the vendor would. */
  @Override
  Answer refuse(Call call, Refusal refusal);

  /** Spells a fault of ours as the vendor would; the log has the request id and the stack trace. */
  @Override
  Answer fail(Call call);

  /** Adds what the vendor puts on every answer. */
  @Override
  default Answer dress(Call call, Answer answer) {
    return answer;
  }
}
