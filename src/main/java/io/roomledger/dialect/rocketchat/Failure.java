package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.http.Answer;
import java.util.Map;

/**
 * A "no" in the vendor's words: {@code reason [code]}, and the code once more as its type.
 *
 * @param status the HTTP status; 400 for nearly everything, rights included
 * @param error the text
 * @param errorType the code; empty where the vendor sends none
 * @param details what the vendor adds, such as the method that refused
 */
record Failure(int status, String error, String errorType, Map<String, String> details) {
  Failure {
    details = Map.copyOf(details);
  }

  Failure(int status, String error, String errorType) {
    this(status, error, errorType, Map.of());
  }

  /** What may not be seen or done, as the vendor says it until version 9. */
  static final Failure FORBIDDEN = plain(403, "unauthorized");

  /** {@code [code]}, with status 400. */
  static Failure of(String code) {
    return new Failure(400, "[" + code + "]", code);
  }

  /** {@code reason [code]}, with status 400. */
  static Failure of(String reason, String code) {
    return new Failure(400, reason + " [" + code + "]", code);
  }

  /** A text without a code. */
  static Failure plain(int status, String error) {
    return new Failure(status, error, "");
  }

  /** This with the name of the method that refused. */
  Failure in(String method) {
    return new Failure(status, error, errorType, Map.of("method", method));
  }

  Answer answer() {
    ObjectNode body = Wire.object();
    body.put("success", false).put("error", error);
    if (!errorType.isEmpty()) {
      body.put("errorType", errorType);
    }
    if (!details.isEmpty()) {
      ObjectNode more = body.putObject("details");
      details.forEach(more::put);
    }
    return Wire.answer(status, body);
  }
}
