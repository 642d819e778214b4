package io.roomledger.job;

import io.roomledger.base.RefusedException;
import org.jspecify.annotations.Nullable;

/** Says in one line why something failed. */
final class Reason {
  private static final int DEEPEST = 20;

  private Reason() {}

  /** The refusal itself, or the message and, if it says more, the message of the first cause. */
  static String of(Throwable why) {
    if (why instanceof RefusedException refused) {
      return refused.refusal().message();
    }
    String outer = words(why);
    String inner = words(first(why));
    return outer.contains(inner) ? outer : outer + ": " + inner;
  }

  private static Throwable first(Throwable why) {
    Throwable first = why;
    for (int depth = 0; depth < DEEPEST; depth++) {
      Throwable cause = first.getCause();
      if (cause == null) {
        return first;
      }
      first = cause;
    }
    return first;
  }

  private static String words(Throwable why) {
    @Nullable String message = why.getMessage();
    return message == null || message.isBlank() ? why.getClass().getSimpleName() : message;
  }
}
