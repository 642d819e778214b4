package io.roomledger.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Tells failures that mean that a disk is full, or that a user may put no more on it. */
public final class FullDisk {
  /** What to do about it. */
  public static final String ADVICE = "the disk is full; free some space there";

  private FullDisk() {}

  /** Whether that is why it failed: the kernel's words for ENOSPC and EDQUOT. */
  public static boolean caused(Throwable failed) {
    for (@Nullable Throwable cause = failed; cause != null; cause = cause.getCause()) {
      @Nullable String message = cause.getMessage();
      if (cause instanceof IOException
          && message != null
          && (message.contains("No space left") || message.contains("quota exceeded"))) {
        return true;
      }
    }
    return false;
  }
}
