package io.roomledger.dialect.feishu;

/**
 * A failure that the vendor documents. Those of the gateway and of {@code vc/v1} stand here; other
 * families have theirs in their own files.
 *
 * @param status the HTTP status
 * @param code what clients branch on
 * @param words the message, with {@code %s} where it tells of something
 */
record Failure(int status, int code, String words) {
  static final Failure INTERNAL_ERROR = new Failure(500, 121001, "internal error");
  static final Failure NOT_SUPPORT = new Failure(400, 121002, "not support");
  static final Failure PARAM_ERROR = new Failure(400, 121003, "param error");
  static final Failure DATA_NOT_EXIST = new Failure(404, 121004, "data not exist");
  static final Failure NO_PERMISSION = new Failure(403, 121005, "no permission");
  static final Failure DATA_CONFLICT = new Failure(404, 121006, "data conflict");

  private static final String INVALID =
      "Invalid access token for authorization. Please make a request with token attached.";

  static final Failure MISSING_TOKEN =
      new Failure(
          400,
          99991661,
          "Missing access token for authorization. Please make a request with token attached.");
  static final Failure INVALID_TENANT_TOKEN = new Failure(400, 99991663, INVALID);
  static final Failure INVALID_USER_TOKEN = new Failure(400, 99991668, INVALID);

  /** This address takes apps' tokens only. */
  static final Failure NO_USER_TOKENS = new Failure(400, 99991668, "user access token not support");

  static final Failure NEITHER_KIND =
      new Failure(400, 99991671, "Invalid token: must start with t-/u-");
  static final Failure EXPIRED_USER_TOKEN =
      new Failure(401, 99991677, "Authentication token expired. Please request a new one.");
  static final Failure APP_LACKS_SCOPE =
      new Failure(400, 99991672, "Access denied. One of the following scopes is required: [%s]");
  static final Failure USER_LACKS_SCOPE =
      new Failure(
          400,
          99991679,
          "Unauthorized. You do not have permission to perform the requested operation on the"
              + " resource. Please request user re-authorization and try again. required one of"
              + " these privileges: [%s]");
  static final Failure TOO_MANY_CALLS =
      new Failure(429, 99991400, "request trigger frequency limit");
  static final Failure FIELD_VALIDATION = new Failure(400, 99992402, "field validation failed");

  /** The words, about {@code what} where they have a gap. */
  String words(String what) {
    return words.contains("%s") ? words.formatted(what) : words;
  }
}
