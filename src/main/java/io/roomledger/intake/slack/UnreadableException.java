package io.roomledger.intake.slack;

import java.io.IOException;

/** An entry of the zip is damaged or not what it declares; others may be fine. */
final class UnreadableException extends IOException {
  private static final long serialVersionUID = 1L;

  UnreadableException(String message) {
    super(message);
  }
}
