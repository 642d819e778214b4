// https://open.feishu.cn/document/server-docs/vc-v1/export/resource_reservation_list
// https://open.feishu.cn/document/ukTMukTMukTM/ugjM14COyUjL4ITN
package io.roomledger.dialect.feishu;

/** The failures that the vendor documents: HTTP status, code and words. */
enum Failure {
  INTERNAL_ERROR(500, 121001, "internal error"),
  NOT_SUPPORT(400, 121002, "not support"),
  PARAM_ERROR(400, 121003, "param error"),
  DATA_NOT_EXIST(404, 121004, "data not exist"),
  NO_PERMISSION(403, 121005, "no permission"),
  DATA_CONFLICT(404, 121006, "data conflict"),
  MISSING_TOKEN(
      400,
      99991661,
      "Missing access token for authorization. Please make a request with token attached."),
  INVALID_TENANT_TOKEN(
      400,
      99991663,
      "Invalid access token for authorization. Please make a request with token attached."),
  INVALID_USER_TOKEN(
      400,
      99991668,
      "Invalid access token for authorization. Please make a request with token attached."),
  EXPIRED_USER_TOKEN(401, 99991677, "Authentication token expired. Please request a new one."),
  APP_LACKS_SCOPE(400, 99991672, "Access denied. One of the following scopes is required: [%s]"),
  USER_LACKS_SCOPE(
      400,
      99991679,
      "Unauthorized. You do not have permission to perform the requested operation on the"
          + " resource. Please request user re-authorization and try again. required one of these"
          + " privileges: [%s]"),
  TOO_MANY_CALLS(429, 99991400, "request trigger frequency limit");

  private final int status;
  private final int code;
  private final String words;

  Failure(int status, int code, String words) {
    this.status = status;
    this.code = code;
    this.words = words;
  }

  int status() {
    return status;
  }

  int code() {
    return code;
  }

  /** The words, about {@code what} where they have a gap. */
  String words(String what) {
    return words.contains("%s") ? words.formatted(what) : words;
  }
}
