package io.roomledger.mail;

import java.util.List;
import java.util.Optional;

/**
 * A mail to send.
 *
 * @param to the addresses, at least one, each checked by {@link MailAddress}
 * @param replyTo where answers go, if not to the sender
 * @param subject one line; a line break is refused
 * @param html the body for people
 * @param text the same for readers without HTML
 */
public record Letter(
    List<String> to, Optional<String> replyTo, String subject, String html, String text) {
  public Letter {
    to = List.copyOf(to);
  }
}
