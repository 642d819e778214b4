package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.http.Answer;

/**
 * A "no" in the vendor's words: {@code reason [code]}, and the code once more as its type.
 *
 * @param status the HTTP status; 400 for nearly everything, rights included
 * @param error the text
 * @param errorType the code; empty where the vendor sends none
 */
record Failure(int status, String error, String errorType) {

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

  Answer answer() {
    ObjectNode body = Wire.object();
    body.put("success", false).put("error", error);
    if (!errorType.isEmpty()) {
      body.put("errorType", errorType);
    }
    return Wire.answer(status, body);
  }
}
