package io.roomledger.openid;

/** Why the issuer's word was not taken. The message is for administrators, and holds no secrets. */
public final class OpenIdFailure extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST = 300;

  /** What sort of failure. */
  public enum Why {
    /** The issuer does not answer, or not as the standard has it. */
    UNREACHABLE,
    /** What it or the browser said is not to be believed. */
    NOT_BELIEVED
  }

  private final Why why;

  OpenIdFailure(Why why, String message, Throwable cause) {
    super(message.substring(0, Math.min(message.length(), LONGEST)), cause);
    this.why = why;
  }

  OpenIdFailure(Why why, String message) {
    this(why, message, new IllegalStateException(message));
  }

  /** What sort of failure it is. */
  public Why why() {
    return why;
  }
}
