package io.roomledger.dialect.feishu;

import io.roomledger.base.Refusal;

/**
 * Addresses that share a list of error codes, and how the core's refusals are spelled there. The
 * path of a call tells its family: the one with the longest root. A family is registered in {@link
 * Feishu}.
 */
interface Family {
  /** The beginning of its paths, whole segments, such as {@code /open-apis/vc/v1/rooms}. */
  String root();

  /**
   * The failure for a refusal: not found, forbidden for other reasons than a scope, invalid, too
   * large, conflict or unavailable. The others are the gateway's, and the same everywhere.
   */
  Failure failure(Refusal refusal);

  /** A fault of ours. */
  Failure fault();

  /** A field that must be there and is not, or is of the wrong type: found by the gateway. */
  default Failure malformed() {
    return Failure.FIELD_VALIDATION;
  }
}
