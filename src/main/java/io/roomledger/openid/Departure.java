package io.roomledger.openid;

import java.net.URI;

/**
 * A browser on its way to the issuer.
 *
 * @param address where it is sent
 * @param state what it brings back
 * @param nonce what the issuer's word must repeat
 * @param verifier what proves that whoever asks for that word has sent the browser
 */
public record Departure(URI address, String state, String nonce, String verifier) {
  /** Without what is secret. */
  @Override
  public String toString() {
    return "Departure[" + address.getHost() + "]";
  }
}
