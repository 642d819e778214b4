package io.roomledger.export;

import java.util.Locale;

/** What became of a record since an earlier export. */
public enum Change {
  /** It was not there then. */
  NEW,
  /** It was there, and has been written again. */
  EDITED,
  /** It was there, and is no more. */
  DELETED;

  /** As files say it: {@code new}, {@code edited}, {@code deleted}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
