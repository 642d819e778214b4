package io.roomledger.chat;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;

/** Catches why a door says no. */
final class RoomRefusals {
  private RoomRefusals() {}

  /** An act that may throw. */
  interface Act {
    void run() throws Exception;
  }

  /** Why the act is refused; fails when it is not. */
  static Refusal refusal(Act act) {
    try {
      act.run();
    } catch (RefusedException e) {
      return e.refusal();
    } catch (Exception e) {
      throw new AssertionError("failed instead of being refused", e);
    }
    throw new AssertionError("not refused");
  }
}
