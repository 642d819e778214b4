package io.roomledger.film;

/** Says that the film program could not do it, and why. */
public final class FilmException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With the reason in words. */
  public FilmException(String reason) {
    super(reason, null, false, false);
  }

  /** Why, in words. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
