package io.roomledger.dialect.feishu;

import io.roomledger.base.Refusal;

/** The codes of {@code contact/v3}. */
final class ContactFamily implements Family {
  static final Family CONTACT = new ContactFamily();

  static final Failure INVALID_PARAMETER = new Failure(400, 40001, "invalid parameter");
  static final Failure INTERNAL_ERROR = new Failure(400, 40003, "internal error");
  static final Failure NO_DEPARTMENT_AUTHORITY = new Failure(403, 40004, "no dept authority error");
  static final Failure DEPARTMENT_IS_NULL = new Failure(400, 40008, "dept Info is null error");
  static final Failure PAGE_SIZE = new Failure(400, 40011, "page size is invalid");
  static final Failure PAGE_TOKEN = new Failure(400, 40012, "page token is invalid error");
  static final Failure NO_DEPARTMENT = new Failure(400, 40015, "department not exist");
  static final Failure NO_USER = new Failure(400, 41012, "user id invalid error");
  static final Failure NO_USER_AUTHORITY = new Failure(400, 41050, "no user authority");

  private ContactFamily() {}

  @Override
  public String root() {
    return "/open-apis/contact";
  }

  @Override
  public Failure failure(Refusal refusal) {
    return switch (refusal) {
      case Refusal.NotFound missing when missing.what() == Refusal.Thing.DEPARTMENT ->
          NO_DEPARTMENT;
      case Refusal.NotFound missing -> NO_USER;
      case Refusal.Invalid invalid when invalid.field().equals("page_size") -> PAGE_SIZE;
      case Refusal.Invalid invalid when invalid.field().equals("after") -> PAGE_TOKEN;
      case Refusal.Invalid invalid -> INVALID_PARAMETER;
      case Refusal.TooLarge large -> INVALID_PARAMETER;
      case Refusal.Conflict conflict -> INVALID_PARAMETER;
      case Refusal.Forbidden no -> NO_USER_AUTHORITY;
      case Refusal.Unauthenticated no -> NO_USER_AUTHORITY;
      case Refusal.Throttled wait -> Failure.TOO_MANY_CALLS;
      case Refusal.Unavailable unavailable -> INTERNAL_ERROR;
    };
  }

  @Override
  public Failure fault() {
    return INTERNAL_ERROR;
  }
}
