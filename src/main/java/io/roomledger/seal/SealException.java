package io.roomledger.seal;

import java.io.IOException;

/** A sealed file does not open: it is damaged, or the key or passphrase is another. */
public final class SealException extends IOException {
  private static final long serialVersionUID = 1L;

  SealException(String message) {
    super(message);
  }

  SealException(String message, Throwable cause) {
    super(message, cause);
  }
}
