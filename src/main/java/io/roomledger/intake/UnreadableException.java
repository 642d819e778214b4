package io.roomledger.intake;

import java.io.IOException;

/**
 * What somebody else wrote, such as an entry of an archive, is damaged or not what it declares; the
 * rest may be fine.
 */
public final class UnreadableException extends IOException {
  private static final long serialVersionUID = 1L;

  public UnreadableException(String message) {
    super(message);
  }
}
