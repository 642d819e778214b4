package io.roomledger.openid;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.base.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Which server vouches for people.
 *
 * @param issuer its address, exactly as it names itself; empty for none
 * @param clientId what this server is called there
 * @param clientSecret what this server proves itself with there; empty if it need not
 * @param clientSecretFile the file whose first line is that secret
 * @param name what the button of the log-in calls it
 */
public record OpenIdSettings(
    @Setting(
            value = "",
            doc =
                "The OpenID Connect issuer whose people may log in to the console, such as"
                    + " https://id.example.org/realms/main; empty for none. It sends them back to"
                    + " /log-in/openid/back under server.public-address.")
        String issuer,
    @Setting(value = "", doc = "What this server is called at the issuer.") String clientId,
    @Setting(
            value = "",
            doc = "The secret that the issuer gave this server; empty if it gave none.",
            secret = true)
        String clientSecret,
    @Setting(value = "", doc = "A file whose first line is that secret, in its place.")
        String clientSecretFile,
    @Setting(
            value = "OpenID Connect",
            doc = "What the button of the log-in calls the issuer: Log in with ...")
        String name) {
  private static final int LONGEST_NAME = 60;
  private static final int LONGEST_SECRET = 4096;

  public OpenIdSettings {
    require(
        issuer.isEmpty() || address(issuer),
        "issuer",
        issuer.contains("@") ? "(an address with a name in it)" : issuer,
        "an https address without a query, or http on this machine");
    require(
        issuer.isEmpty() || !clientId.isEmpty(),
        "client-id",
        "nothing",
        "the issuer's name for us");
    require(
        clientSecret.isEmpty() || clientSecretFile.isEmpty(),
        "client-secret-file",
        clientSecretFile,
        "nothing, since client-secret is there");
    require(
        clientSecretFile.isEmpty() || readable(clientSecretFile),
        "client-secret-file",
        clientSecretFile,
        "a file that can be read");
    require(!name.isBlank() && name.length() <= LONGEST_NAME, "name", name, "1 to 60 characters");
  }

  /** No issuer. */
  public static OpenIdSettings none() {
    return new OpenIdSettings("", "", "", "", "OpenID Connect");
  }

  /** Whether there is an issuer. */
  public boolean present() {
    return !issuer.isEmpty();
  }

  /** The secret, read again each time, so that it can be changed; empty if there is none. */
  String secret() throws IOException {
    if (clientSecretFile.isEmpty()) {
      return clientSecret;
    }
    try (InputStream file = Files.newInputStream(Path.of(clientSecretFile))) {
      return new String(file.readNBytes(LONGEST_SECRET), StandardCharsets.UTF_8)
          .lines()
          .findFirst()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .orElseThrow(
              () -> new IOException(clientSecretFile + " has no secret in its first line"));
    }
  }

  /** Whether what is said to an address is between us and it: TLS, or this machine. */
  static boolean secure(URI address) {
    String host = String.valueOf(address.getHost());
    return address.getRawUserInfo() == null
        && ("https".equals(address.getScheme())
            || ("http".equals(address.getScheme())
                && (host.equals("localhost")
                    || host.equals("[::1]")
                    || host.matches("127(\\.[0-9]{1,3}){3}"))));
  }

  /** Whether the issuer may name that address: one behind TLS names none of this machine. */
  boolean trusts(URI address) {
    return secure(address) && ("https".equals(address.getScheme()) || issuer.startsWith("http:"));
  }

  /** Never shows the secret. */
  @Override
  public String toString() {
    return "OpenIdSettings[" + issuer + ", " + clientId + ", " + name + "]";
  }

  private static boolean address(String issuer) {
    try {
      URI uri = new URI(issuer);
      return uri.getHost() != null
          && secure(uri)
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static boolean readable(String file) {
    try {
      return Files.isReadable(Path.of(file));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static void require(boolean holds, String name, String value, String expected) {
    if (!holds) {
      throw new RefusedException(new Refusal.Invalid("console.openid." + name, value, expected));
    }
  }
}
