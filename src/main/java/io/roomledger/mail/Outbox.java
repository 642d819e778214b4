package io.roomledger.mail;

import io.roomledger.base.Ids;
import io.roomledger.db.Database;
import io.roomledger.job.Jobs;
import io.roomledger.job.Round;
import io.roomledger.job.Worker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Takes letters in the caller's transaction and sends them afterwards, with retries, by SMTP.
 *
 * <p>Each recipient gets a mail of their own: nobody sees the addresses of others, and one address
 * that is refused holds up nobody. A mail that has to be sent twice, since a crash hid whether the
 * first one went, has the same Message-ID, so mail programs show it once.
 */
public final class Outbox {
  /** The kind of the jobs that send. */
  static final String KIND = "letter";

  /** How long the text of a letter is kept that was sent, or given up, to all it was for. */
  private static final Duration TEXT_KEPT = Duration.ofDays(7);

  /** How long a letter waits for a server in the settings; links to exports live no longer. */
  private static final Duration WAITS = Duration.ofDays(31);

  private final Database database;
  private final Jobs jobs;
  private final Clock clock;
  private final MailSettings settings;

  public Outbox(Database database, Jobs jobs, Clock clock, MailSettings settings) {
    this.database = database;
    this.jobs = jobs;
    this.clock = clock;
    this.settings = settings;
  }

  /** The worker that sends, to be handed to {@link Jobs#start}. */
  public Worker worker() {
    return new Postman(this, database, clock, new Smtp(settings));
  }

  /** Whether an SMTP server is configured; without one letters wait and the order should say so. */
  public boolean canSend() {
    return !settings.host().isEmpty();
  }

  /** Puts a letter into the outbox, in the caller's transaction, and answers its id. */
  public long post(Handle transaction, Letter letter) {
    Instant now = clock.instant();
    long id = Ids.growing(now);
    Copies.insertLetter(transaction, id, letter, now);
    for (String address : new LinkedHashSet<>(letter.to())) {
      long copy = Ids.growing(now);
      Copies.insertCopy(transaction, copy, id, address, messageId(copy));
      if (canSend()) {
        order(transaction, copy);
      }
    }
    return id;
  }

  /** The newest letters, one for each recipient, and how each fares. For the operator. */
  public List<Posted> newest(int limit) {
    return database.jdbi().withHandle(handle -> Copies.newest(handle, limit));
  }

  /** How many mails wait to be sent. */
  public long waiting() {
    return database.jdbi().withHandle(Copies::waiting);
  }

  /**
   * Forgets, once an hour, what stood in letters that are a week old and wait for nobody any more:
   * links in them may open what the server else keeps as a hash only. Their subject, recipients and
   * fate stay. Those for which there was no server in a month are given up; no link in them would
   * open anything.
   */
  public Round forgetting() {
    return new Round("letters.forget", Duration.ofHours(1), this::forget);
  }

  void forget() {
    Instant now = clock.instant();
    database
        .jdbi()
        .useTransaction(handle -> {
          Copies.giveUp(handle, now.minus(WAITS));
          Copies.forget(handle, now.minus(TEXT_KEPT));
        });
  }

  /** Orders the job that sends a copy. */
  void order(Handle transaction, long copy) {
    long job = Ids.growing(clock.instant());
    jobs.order(transaction, KIND, job);
    Copies.ordered(transaction, copy, job);
  }

  private String messageId(long copy) {
    String unique = Long.toString(copy, Character.MAX_RADIX) + "." + Ids.random(8);
    return "<" + unique + "@" + MailAddress.domain(settings.from()) + ">";
  }
}
