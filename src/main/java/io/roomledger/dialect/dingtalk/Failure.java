package io.roomledger.dialect.dingtalk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.http.Answer;
import io.roomledger.http.Json;
import java.util.List;

/**
 * A no in the vendor's words.
 *
 * @param status the HTTP status
 * @param code what programs branch on
 * @param message what people read
 * @param requiredScopes the permissions that an app lacks; empty for any other failure
 */
record Failure(int status, String code, String message, List<String> requiredScopes) {
  Failure {
    requiredScopes = List.copyOf(requiredScopes);
  }

  Failure(int status, String code, String message) {
    this(status, code, message, List.of());
  }

  /** A parameter that the gateway wants and did not get. */
  static Failure missing(String parameter) {
    return new Failure(400, "Missing" + parameter, parameter + " is mandatory for this action.");
  }

  /** A parameter that cannot be used. */
  static Failure params(String why) {
    return new Failure(400, "paramsError", "error:" + why);
  }

  static Failure noSuchApi() {
    return new Failure(
        404,
        "InvalidAction.NotFound",
        "Specified api is not found, please check your url and method.");
  }

  /** In the gateway's envelope, whose names are in small letters. */
  Answer answer(String requestId) {
    ObjectNode body = Json.object();
    body.put("code", code).put("requestid", requestId).put("message", message);
    if (!requiredScopes.isEmpty()) {
      requiredScopes.forEach(body.putObject("accessdenieddetail").putArray("requiredScopes")::add);
    }
    return Print.answer(status, body);
  }
}
