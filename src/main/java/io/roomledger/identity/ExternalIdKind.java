package io.roomledger.identity;

/**
 * The forms in which vendors name an account. One account has one id of each, made when it is first
 * asked for.
 */
public enum ExternalIdKind {
  /** {@code ou_} and 32 hexadecimal digits. */
  FEISHU_OPEN_ID,
  /** {@code on_} and 32 hexadecimal digits. */
  FEISHU_UNION_ID,
  /** 8 hexadecimal digits. */
  FEISHU_USER_ID,
  /** 22 characters and {@code iEiE}. */
  DINGTALK_UNION_ID,
  /** 18 digits. */
  DINGTALK_USER_ID
}
