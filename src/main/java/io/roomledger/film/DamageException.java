package io.roomledger.film;

/** Says that a container is not whole, and why. */
final class DamageException extends Exception {
  private static final long serialVersionUID = 1L;

  DamageException(String reason) {
    super(reason, null, false, false);
  }

  /** What is wrong, in words. */
  String reason() {
    return String.valueOf(getMessage());
  }
}
