package io.roomledger.dialect.feishu;

import io.roomledger.base.Refusal;

/**
 * The codes of {@code vc/v1}.
 *
 * @param root the beginning of the paths
 * @param forbidden what lacks a right; the pages of rooms and levels list it with another status
 * @param malformed a field that is missing or of the wrong type
 */
record VcFamily(String root, Failure forbidden, Failure malformed) implements Family {
  private static final Failure HIDDEN = new Failure(404, 121005, "no permission");

  /** Everything that has no family of its own. */
  static final Family VC =
      new VcFamily("/open-apis", Failure.NO_PERMISSION, Failure.FIELD_VALIDATION);

  /** The pages of the exports list 121003 for parameters and nothing of the gateway's. */
  static final Family EXPORTS =
      new VcFamily("/open-apis/vc/v1/exports", Failure.NO_PERMISSION, Failure.PARAM_ERROR);

  static final Family ROOMS =
      new VcFamily("/open-apis/vc/v1/rooms", HIDDEN, Failure.FIELD_VALIDATION);
  static final Family ROOM_LEVELS =
      new VcFamily("/open-apis/vc/v1/room_levels", HIDDEN, Failure.FIELD_VALIDATION);

  @Override
  public Failure failure(Refusal refusal) {
    return switch (refusal) {
      case Refusal.NotFound missing -> Failure.DATA_NOT_EXIST;
      case Refusal.Conflict conflict -> Failure.DATA_CONFLICT;
      case Refusal.Invalid invalid -> Failure.PARAM_ERROR;
      case Refusal.TooLarge large -> Failure.PARAM_ERROR;
      case Refusal.Forbidden no -> forbidden;
      case Refusal.Unauthenticated no -> forbidden;
      case Refusal.Throttled wait -> Failure.TOO_MANY_CALLS;
      case Refusal.Unavailable unavailable -> Failure.INTERNAL_ERROR;
    };
  }

  @Override
  public Failure fault() {
    return Failure.INTERNAL_ERROR;
  }
}
