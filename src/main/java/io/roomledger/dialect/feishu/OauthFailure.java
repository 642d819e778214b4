// https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/authentication-management/access-token/get-user-access-token
package io.roomledger.dialect.feishu;

import io.roomledger.http.Answer;
import io.roomledger.http.Json;

/** The failures of {@code authen/v2/oauth/token}, which have an envelope of their own. */
enum OauthFailure {
  PARAMETER_MISSING(20001, "invalid_request", "The request is missing a required parameter."),
  SECRET(20002, "invalid_client", "The client secret is invalid."),
  CODE_UNKNOWN(
      20003,
      "invalid_grant",
      "The authorization code is not found. Please note that an authorization code can only be used"
          + " once."),
  CODE_EXPIRED(20004, "invalid_grant", "The authorization code has expired."),
  OTHER_APP(
      20024,
      "invalid_grant",
      "The provided authorization code or refresh token does not match the provided client ID."),
  REFRESH_INVALID(
      20026, "invalid_grant", "The refresh token passed is invalid. Please check the value."),
  GRANT_TYPE(20036, "unsupported_grant_type", "The specified grant_type is not supported."),
  REFRESH_EXPIRED(
      20037, "invalid_grant", "The refresh token passed has expired. Please generate a new one."),
  APP_UNKNOWN(20048, "invalid_client", "The specified app does not exist."),
  CHALLENGE(20049, "invalid_grant", "PKCE code challenge failed."),
  FAULT(
      500,
      20050,
      "server_error",
      "An unexpected server error occurred. Please retry your request."),
  MALFORMED(20063, "invalid_request", "The request is malformed. Please check your request."),
  REFRESH_REVOKED(
      20064,
      "invalid_grant",
      "The refresh token has been revoked. Please note that a refresh token can only be used"
          + " once."),
  CODE_USED(
      20065,
      "invalid_grant",
      "The authorization code has been used. Please note that an authorization code can only be"
          + " used once."),
  PERSON(20066, "invalid_grant", "The user status is invalid."),
  SCOPES_TWICE(
      20067,
      "invalid_scope",
      "The provided scope list contains duplicate scopes. Please ensure all scopes are unique."),
  SCOPES_NOT_GRANTED(
      20068,
      "invalid_scope",
      "The provided scope list contains scopes that are not permitted. Please ensure all scopes are"
          + " allowed."),
  APP_DISABLED(20069, "unauthorized_client", "The specified app is not enabled."),
  TWO_METHODS(
      20070,
      "invalid_request",
      "Multiple authentication methods were provided. Please only use one to proceed."),
  REDIRECT(
      20071,
      "invalid_grant",
      "The provided redirect URI does not match the one used during authorization."),
  UNAVAILABLE(
      503,
      20072,
      "temporarily_unavailable",
      "The server is temporarily unavailable. Please retry your request."),
  REFRESH_USED(
      20073,
      "invalid_grant",
      "The refresh token has been used. Please note that a refresh token can only be used once."),
  NO_REFRESH(20074, "unauthorized_client", "The specified app is not allowed to refresh token.");

  private final int status;
  private final int code;
  private final String error;
  private final String description;

  OauthFailure(int code, String error, String description) {
    this(400, code, error, description);
  }

  OauthFailure(int status, int code, String error, String description) {
    this.status = status;
    this.code = code;
    this.error = error;
    this.description = description;
  }

  Answer answer() {
    return Json.answer(
            status,
            Spelling.JSON,
            Json.object()
                .put("code", code)
                .put("error", error)
                .put("error_description", description))
        .with("Cache-Control", "no-store");
  }
}
