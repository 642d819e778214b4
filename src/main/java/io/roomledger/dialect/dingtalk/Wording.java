package io.roomledger.dialect.dingtalk;

/**
 * The gateway's messages. Programs branch on the code beside them; the texts are those that were
 * seen on the wire, in the language of the settings.
 */
enum Wording {
  TOKEN_MISSING(
      "缺少参数：x-acs-dingtalk-access-token", "Missing parameter: x-acs-dingtalk-access-token"),
  TOKEN_INVALID("不合法的access_token", "Invalid access_token"),
  WRONG_SECRET("无效的clientId或者clientSecret", "Invalid clientId or clientSecret"),
  SCOPE_MISSING("应用尚未开通所需的权限：[%s]", "The app does not have the required permission: [%s]");

  private final String chinese;
  private final String english;

  Wording(String chinese, String english) {
    this.chinese = chinese;
    this.english = english;
  }

  String in(String language) {
    return language.equals("en") ? english : chinese;
  }
}
