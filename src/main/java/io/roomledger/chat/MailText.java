package io.roomledger.chat;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Messages as the body of a letter, as Rocket.Chat writes it; times are UTC. */
final class MailText {
  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("MM/dd/yyyy h:mm a", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  private final AuthorNames names;

  MailText(AuthorNames names) {
    this.names = names;
  }

  String html(List<Message> messages) {
    return messages.stream()
        .map(message ->
            "<p style='margin-bottom: 5px'><b>"
                + escape(names.username(message))
                + "</b> <span style='color: #aaa; font-size: 12px'>"
                + WHEN.format(message.sentAt())
                + "</span><br/>"
                + escape(text(message)).replace("\n", "<br/>")
                + "</p>")
        .collect(Collectors.joining());
  }

  String plain(List<Message> messages) {
    return messages.stream()
        .map(message ->
            names.username(message)
                + " "
                + WHEN.format(message.sentAt())
                + "\n"
                + text(message)
                + "\n")
        .collect(Collectors.joining("\n"));
  }

  private static String text(Message message) {
    return SystemSentence.of(message.systemKind(), message.text());
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
