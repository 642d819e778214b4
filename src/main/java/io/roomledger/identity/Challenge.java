package io.roomledger.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;

/**
 * What only the app that asked for a code can answer.
 *
 * @param text what it sent when it asked
 * @param method how that follows from what it sends when it takes the tokens
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7636">RFC 7636</a>
 */
public record Challenge(String text, Method method) {
  /** How a challenge follows from its verifier. */
  public enum Method {
    /** It is the verifier. */
    PLAIN,
    /** It is the SHA-256 of it, in URL-safe base64 without padding. */
    S256
  }

  /** Whether {@code verifier} answers it. */
  boolean answeredBy(String verifier) {
    String expected =
        switch (method) {
          case PLAIN -> verifier;
          case S256 ->
              Base64.getUrlEncoder().withoutPadding().encodeToString(ServerKey.sha256(verifier));
        };
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8));
  }
}
