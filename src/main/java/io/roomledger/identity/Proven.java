package io.roomledger.identity;

/**
 * Somebody who has said the right password, which need not be enough.
 *
 * @param account who
 * @param once whether the password is for one time, and must be changed now
 * @param factor what is needed beside it
 * @param mark changes with the password, so that a proof of this one does not outlive it
 */
public record Proven(Account account, boolean once, Factor factor, String mark) {
  /** The same for somebody who was told by other means than the password. */
  public Proven otherwise() {
    return new Proven(account, false, factor, mark);
  }

  /** What is needed beside a password. */
  public enum Factor {
    /** Nothing. */
    NONE,
    /** A code of the authenticator, or of the paper. */
    CODE,
    /** One of the person's roles needs a second factor, and they have none yet. */
    MISSING
  }
}
