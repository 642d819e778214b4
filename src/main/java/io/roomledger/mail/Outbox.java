package io.roomledger.mail;

import io.roomledger.db.Database;
import io.roomledger.job.Jobs;
import io.roomledger.job.Worker;
import java.time.Clock;
import org.jdbi.v3.core.Handle;

/** Takes letters in the caller's transaction and sends them afterwards, with retries, by SMTP. */
public final class Outbox {
  public Outbox(Database database, Jobs jobs, Clock clock, MailSettings settings) {
    throw new UnsupportedOperationException();
  }

  /** The worker that sends, to be handed to {@link Jobs#start}. */
  public Worker worker() {
    throw new UnsupportedOperationException();
  }

  /** Whether an SMTP server is configured; without one letters wait and the order should say so. */
  public boolean canSend() {
    throw new UnsupportedOperationException();
  }

  /** Puts a letter into the outbox, in the caller's transaction, and answers its id. */
  public long post(Handle transaction, Letter letter) {
    throw new UnsupportedOperationException();
  }
}
