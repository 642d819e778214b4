package io.roomledger.mail;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import io.roomledger.job.Job;
import io.roomledger.job.Retry;
import io.roomledger.job.Worker;
import jakarta.mail.MessagingException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Sends one copy of a letter for each job. */
final class Postman implements Worker {
  /** A minute, then twice as long each time, then every four hours: about a day and a half. */
  private static final Retry PATIENCE = new Retry(16, Duration.ofMinutes(1));

  private final Outbox outbox;
  private final Database database;
  private final Clock clock;
  private final Smtp smtp;

  Postman(Outbox outbox, Database database, Clock clock, Smtp smtp) {
    this.outbox = outbox;
    this.database = database;
    this.clock = clock;
    this.smtp = smtp;
  }

  @Override
  public String kind() {
    return Outbox.KIND;
  }

  @Override
  public Retry retry(Retry usual) {
    return PATIENCE;
  }

  /** Letters that were posted while there was no server are sent now that there is one. */
  @Override
  public void starting(Handle transaction) {
    if (outbox.canSend()) {
      Copies.unordered(transaction).forEach(copy -> outbox.order(transaction, copy));
    }
  }

  @Override
  public void run(Run run) throws MessagingException {
    Optional<Copy> waiting = database.jdbi().withHandle(handle -> Copies.waiting(handle, run.id()));
    if (waiting.isEmpty()) {
      run.finish(false, handle -> {});
      return;
    }
    Copy copy = waiting.get();
    if (!outbox.canSend()) {
      run.finish(true, handle -> Copies.unorder(handle, copy.id()));
      return;
    }
    send(copy);
    run.finish(false, handle -> Copies.sent(handle, copy.id(), clock.instant()));
  }

  private void send(Copy copy) throws MessagingException {
    try {
      smtp.send(copy);
    } catch (MessagingException e) {
      String said = Smtp.said(e);
      database.jdbi().useHandle(handle -> Copies.failedOnce(handle, copy.id(), said));
      if (Smtp.isFinal(e)) {
        throw new RefusedException(
            new Refusal.Unavailable(
                "the mail server refuses " + copy.address() + " for good: " + said));
      }
      throw e;
    }
  }

  @Override
  public void gaveUp(Handle transaction, Job job) {
    Copies.failed(transaction, job.id(), job.reason());
  }
}
