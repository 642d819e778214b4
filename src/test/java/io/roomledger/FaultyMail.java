package io.roomledger;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.roomledger.db.Database;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** An SMTP server that is down until somebody starts it. */
final class FaultyMail implements AutoCloseable {
  private final GreenMail server;
  private boolean running;

  FaultyMail() {
    GreenMail first = new GreenMail(ServerSetup.SMTP.dynamicPort());
    first.start();
    int port = first.getSmtp().getPort();
    first.stop();
    server = new GreenMail(new ServerSetup(port, null, ServerSetup.PROTOCOL_SMTP));
  }

  /** How servers find it. */
  Map<String, String> settings() {
    int port = server.getSmtp().getServerSetup().getPort();
    return Map.of("mail.host", "127.0.0.1", "mail.port", Integer.toString(port));
  }

  void start() {
    server.start();
    running = true;
  }

  /** How many mails servers have yet to send. */
  static long waiting(Database database) {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("SELECT count(*) FROM letter_copy WHERE status = 'WAITING'")
                .mapTo(Long.class)
                .one());
  }

  /** What came, by recipient: its Message-IDs, of which a mail that is sent again has the same. */
  Map<String, Set<String>> received() throws MessagingException {
    Map<String, Set<String>> received = new HashMap<>();
    for (MimeMessage mail : server.getReceivedMessages()) {
      received
          .computeIfAbsent(
              mail.getRecipients(Message.RecipientType.TO)[0].toString(), _ -> new HashSet<>())
          .add(mail.getMessageID());
    }
    return received;
  }

  @Override
  public void close() {
    if (running) {
      server.stop();
    }
  }
}
