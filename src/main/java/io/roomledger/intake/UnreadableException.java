package io.roomledger.intake;

import java.io.IOException;

/** An entry of an archive is damaged or not what it declares; others may be fine. */
public final class UnreadableException extends IOException {
  private static final long serialVersionUID = 1L;

  UnreadableException(String message) {
    super(message);
  }
}
