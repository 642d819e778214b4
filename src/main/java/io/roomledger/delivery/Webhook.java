package io.roomledger.delivery;

import java.time.Instant;

/**
 * An address of another program that is told of exports.
 *
 * @param id what orders call it
 * @param name for people
 * @param url where it is called
 * @param owner who registered it, see {@link io.roomledger.identity.Caller#key}
 * @param createdAt when
 */
public record Webhook(String id, String name, String url, String owner, Instant createdAt) {

  /**
   * One that was registered just now.
   *
   * @param webhook what was registered
   * @param secret by which its receiver knows the calls; shown only now
   */
  public record Registered(Webhook webhook, String secret) {
    /** Never shows the secret. */
    @Override
    public String toString() {
      return "Registered[" + webhook + "]";
    }
  }

  /**
   * What came of a trial call.
   *
   * @param accepted whether it was answered as it should be
   * @param said what came back, in words
   */
  public record Trial(boolean accepted, String said) {}
}
