package io.roomledger.mail;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A mail to send. What cannot be sent cannot be written: the constructor refuses it.
 *
 * @param to the addresses, 1 to 500, each checked by {@link MailAddress}; each gets a copy of its
 *     own and sees no other
 * @param replyTo where answers go, if not to the sender
 * @param subject one line of at most 500 characters; a line break is refused
 * @param html the body for people, at most 10 million characters
 * @param text the same for readers without HTML, at most 10 million characters
 */
public record Letter(
    List<String> to, Optional<String> replyTo, String subject, String html, String text) {
  private static final int MOST_RECIPIENTS = 500;
  private static final int LONGEST_SUBJECT = 500;
  private static final int LONGEST_BODY = 10_000_000;
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]");

  public Letter {
    to = List.copyOf(to);
    if (to.isEmpty() || to.size() > MOST_RECIPIENTS) {
      throw invalid("to", to.size() + " addresses", "1 to " + MOST_RECIPIENTS + " addresses");
    }
    to.forEach(address -> MailAddress.check("to", address));
    replyTo.ifPresent(address -> MailAddress.check("replyTo", address));
    if (subject.isBlank() || subject.length() > LONGEST_SUBJECT) {
      throw invalid("subject", subject.length() + " characters", "1 to " + LONGEST_SUBJECT);
    }
    if (CONTROL.matcher(subject).find()) {
      throw invalid("subject", CONTROL.matcher(subject).replaceAll("?"), "one line of text");
    }
    if (html.length() > LONGEST_BODY || text.length() > LONGEST_BODY) {
      throw new RefusedException(new Refusal.TooLarge("the letter", LONGEST_BODY));
    }
  }

  private static RefusedException invalid(String field, String value, String expected) {
    return new RefusedException(new Refusal.Invalid(field, value, expected));
  }
}
