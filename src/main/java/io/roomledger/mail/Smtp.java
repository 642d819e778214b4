package io.roomledger.mail;

import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Date;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;

/** Speaks to the SMTP server, one connection for each mail. */
final class Smtp {
  private static final String CONNECT_MILLIS = "10000";
  private static final String ANSWER_MILLIS = "60000";

  /** An encoded word has 75 characters at most, see RFC 2047, section 2. */
  private static final int LETTERS_OF_A_WORD = 10;

  private static final String UTF_8 = StandardCharsets.UTF_8.name();

  private final MailSettings settings;
  private final Session session;

  Smtp(MailSettings settings) {
    this.settings = settings;
    this.session = Session.getInstance(properties(settings));
  }

  /** Hands the mail over; when this returns, the server has taken it. */
  void send(Copy copy) throws MessagingException {
    MimeMessage message = message(copy);
    Address[] to = {new InternetAddress(copy.address(), true)};
    try (Transport transport = session.getTransport("smtp")) {
      if (settings.user().isEmpty()) {
        transport.connect();
      } else {
        transport.connect(settings.user(), settings.password());
      }
      transport.sendMessage(message, to);
    }
  }

  /** What went wrong, with what the server said. */
  static String said(MessagingException e) {
    StringBuilder said = new StringBuilder(String.valueOf(e.getMessage()).strip());
    for (Exception next = e.getNextException();
        next != null;
        next = next instanceof MessagingException m ? m.getNextException() : null) {
      String more = String.valueOf(next.getMessage()).strip();
      if (said.indexOf(more) < 0) {
        said.append(": ").append(more);
      }
    }
    return said.toString();
  }

  /**
   * Whether trying again is of no use: the server knows the recipient or the content, and does not
   * want it. A refusal by policy ({@code 5.7.x}: log-in, relaying) is the operator's to mend.
   */
  static boolean isFinal(MessagingException e) {
    for (Exception at = e; at instanceof MessagingException m; at = m.getNextException()) {
      int code =
          switch (m) {
            case SMTPAddressFailedException refused -> refused.getReturnCode();
            case SMTPSendFailedException refused -> refused.getReturnCode();
            default -> 0;
          };
      if (code >= 500 && code != 530 && !String.valueOf(m.getMessage()).contains(" 5.7.")) {
        return true;
      }
    }
    return false;
  }

  private MimeMessage message(Copy copy) throws MessagingException {
    MimeMessage message =
        new MimeMessage(session) {
          @Override
          protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", copy.messageId());
          }
        };
    message.setFrom(new InternetAddress(settings.from(), true));
    message.setRecipient(Message.RecipientType.TO, new InternetAddress(copy.address(), true));
    if (copy.replyTo().isPresent()) {
      message.setReplyTo(new Address[] {new InternetAddress(copy.replyTo().get(), true)});
    }
    message.setHeader("Subject", subject(copy.subject()));
    message.setSentDate(Date.from(copy.postedAt()));
    message.setHeader("Auto-Submitted", "auto-generated");
    MimeMultipart alternatives = new MimeMultipart("alternative");
    alternatives.addBodyPart(part(copy.body(), "plain"));
    alternatives.addBodyPart(part(copy.html(), "html"));
    message.setContent(alternatives);
    message.saveChanges();
    return message;
  }

  /**
   * A subject as it stands in a head. What looks as if it were encoded is encoded once more, or
   * whoever reads the mail would decode it, line breaks and all.
   */
  private static String subject(String text) {
    if (!text.contains("=?")) {
      return plain(text);
    }
    StringBuilder words = new StringBuilder();
    for (int at = 0; at < text.length(); ) {
      int left = text.codePointCount(at, text.length());
      int end = text.offsetByCodePoints(at, Math.min(left, LETTERS_OF_A_WORD));
      byte[] some = text.substring(at, end).getBytes(StandardCharsets.UTF_8);
      words.append(at == 0 ? "" : "\r\n ").append("=?UTF-8?B?");
      words.append(Base64.getEncoder().encodeToString(some)).append("?=");
      at = end;
    }
    return words.toString();
  }

  private static String plain(String text) {
    try {
      return MimeUtility.fold("Subject: ".length(), MimeUtility.encodeText(text, UTF_8, null));
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException("every JDK has UTF-8", e);
    }
  }

  private static MimeBodyPart part(String text, String subtype) throws MessagingException {
    MimeBodyPart part = new MimeBodyPart();
    part.setText(text, UTF_8, subtype);
    // keeps lines short whatever they hold
    part.setHeader("Content-Transfer-Encoding", "quoted-printable");
    return part;
  }

  private static Properties properties(MailSettings settings) {
    Properties properties = new Properties();
    properties.put("mail.smtp.host", settings.host());
    properties.put("mail.smtp.port", Integer.toString(settings.port()));
    properties.put("mail.smtp.from", settings.from());
    properties.put("mail.smtp.auth", Boolean.toString(!settings.user().isEmpty()));
    properties.put("mail.smtp.connectiontimeout", CONNECT_MILLIS);
    properties.put("mail.smtp.timeout", ANSWER_MILLIS);
    properties.put("mail.smtp.writetimeout", ANSWER_MILLIS);
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    properties.put("mail.smtp.ssl.enable", Boolean.toString(settings.security().equals("tls")));
    String startTls = Boolean.toString(settings.security().equals("starttls"));
    properties.put("mail.smtp.starttls.enable", startTls);
    properties.put("mail.smtp.starttls.required", startTls);
    return properties;
  }
}
