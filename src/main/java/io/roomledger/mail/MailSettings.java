package io.roomledger.mail;

/**
 * The SMTP server.
 *
 * @param host its name; empty if there is none, then letters wait
 * @param port its port
 * @param from the sender's address
 * @param user the log-in name; empty for none
 * @param password the log-in password
 * @param security {@code none}, {@code starttls} (required once set) or {@code tls}
 */
public record MailSettings(
    String host, int port, String from, String user, String password, String security) {}
