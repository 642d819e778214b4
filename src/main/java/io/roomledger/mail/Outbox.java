package io.roomledger.mail;

import org.jdbi.v3.core.Handle;

/** Takes letters in the caller's transaction and sends them afterwards, with retries, by SMTP. */
public final class Outbox {
  private Outbox() {}

  /** Whether an SMTP server is configured; without one letters wait and the order should say so. */
  public boolean canSend() {
    throw new UnsupportedOperationException();
  }

  /** Puts a letter into the outbox, in the caller's transaction, and answers its id. */
  public long post(Handle transaction, Letter letter) {
    throw new UnsupportedOperationException();
  }
}
