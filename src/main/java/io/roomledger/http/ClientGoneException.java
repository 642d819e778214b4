package io.roomledger.http;

import io.helidon.webserver.CloseConnectionException;

/** The client went away in the middle of a request or of an answer; nobody waits any more. */
final class ClientGoneException extends CloseConnectionException {
  private static final long serialVersionUID = 1L;

  ClientGoneException(String what, Throwable cause) {
    super(what, cause);
  }
}
