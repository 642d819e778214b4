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
  /** An app called one API too often. */
  static final Failure TOO_FAST =
      new Failure(
          403,
          "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi",
          "All requests from your Internal app to this DingTalk Open Platform API are temporarily"
              + " disabled.");

  /** All apps together called one API too often. */
  static final Failure ALL_TOO_FAST =
      new Failure(
          403,
          "Forbidden.AccessDenied.QpsLimitForApi",
          "All requests from your server to this DingTalk Open Platform API are temporarily"
              + " disabled.");

  /** The token of a person is no longer valid. */
  static final Failure USER_TOKEN_EXPIRED =
      new Failure(400, "accesstoken.expired", "accesstoken.expired");

  Failure {
    requiredScopes = List.copyOf(requiredScopes);
  }

  Failure(int status, String code, String message) {
    this(status, code, message, List.of());
  }

  /** A failure whose message is its code. */
  static Failure bare(int status, String code) {
    return new Failure(status, code, code);
  }

  /** A parameter that the gateway wants and did not get. */
  static Failure missing(String parameter) {
    return new Failure(400, "Missing" + parameter, parameter + " is mandatory for this action.");
  }

  /** A parameter that cannot be used. */
  static Failure params(String why) {
    return new Failure(400, "paramsError", "error:" + why);
  }

  /** More participants than the settings allow. */
  static Failure tooMany(int limit) {
    return new Failure(404, "waterLimitError", "waterLimitError:" + limit);
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
