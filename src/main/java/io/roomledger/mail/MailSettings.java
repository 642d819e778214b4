package io.roomledger.mail;

import io.roomledger.base.Setting;

/**
 * The SMTP server.
 *
 * @param host its name; empty if there is none, then letters wait until a start with one
 * @param port its port
 * @param from the sender's address
 * @param user the log-in name; empty for none
 * @param password the log-in password
 * @param security {@code none}, {@code starttls} (required once set) or {@code tls}
 */
public record MailSettings(
    @Setting(value = "", doc = "The SMTP server; empty for none, then letters wait.") String host,
    @Setting(value = "25", doc = "Its port.") int port,
    @Setting(value = "roomledger@localhost", doc = "The sender's address.") String from,
    @Setting(value = "", doc = "The name to log in with; empty for no log-in.") String user,
    @Setting(value = "", doc = "The password to log in with.", secret = true) String password,
    @Setting(
            value = "none",
            doc = "none, starttls (then required) or tls: how the connection is protected.")
        String security) {
  public MailSettings {
    require(host.chars().noneMatch(c -> c <= ' '), "mail.host", host, "a host name, or nothing");
    require(port >= 1 && port <= 65535, "mail.port", Integer.toString(port), "1 to 65535");
    require(MailAddress.isValid(from), "mail.from", from, "one address such as a@example.org");
    require(
        security.equals("none") || security.equals("starttls") || security.equals("tls"),
        "mail.security",
        security,
        "none, starttls or tls");
  }

  /** No server yet: host empty, port 25, from {@code roomledger@localhost}, no log-in, no TLS. */
  public static MailSettings defaults() {
    return new MailSettings("", 25, "roomledger@localhost", "", "", "none");
  }

  /** Never shows the password. */
  @Override
  public String toString() {
    return "MailSettings[" + host + ":" + port + ", from " + from + ", " + security + "]";
  }

  private static void require(boolean holds, String name, String value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
    }
  }
}
