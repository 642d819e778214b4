package io.roomledger.http;

import java.time.Duration;

/** Somebody who looks on as requests are answered: who counts them, and knows their troubles. */
public interface Watch {
  /** Nobody. */
  Watch NOBODY = (call, site, template) -> (status, bytes, took) -> {};

  /**
   * A request has come.
   *
   * @param site the name of the site that answers
   * @param template the path of the endpoint, with {@code {name}} for parameters; a star where none
   *     answers
   */
  Seen begins(Call call, String site, String template);

  /**
   * Whether a fault only means that something that the server needs is out of reach for now: then
   * 503 is answered, and the same may be asked again.
   */
  default boolean passing(Throwable fault) {
    return false;
  }

  /** One request that is looked at. */
  @FunctionalInterface
  interface Seen {
    /**
     * Its answer was sent, or its client is gone.
     *
     * @param bytes of the answer's body; -1 if it broke off
     */
    void ended(int status, long bytes, Duration took);
  }
}
