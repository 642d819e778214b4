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
  UNKNOWN_ORGANISATION("未知错误", "unknown error"),
  WRONG_PAIR("不合法的appKey或appSecret", "Invalid appKey or appSecret"),
  NO_PAIR("缺少参数 corpid or appkey", "Missing parameter: corpid or appkey"),
  TOKEN_BLANK("access_token is blank", "access_token is blank"),
  NO_SUCH_USER("找不到该用户", "The user was not found"),
  BAD_USER_ID("无效的USERID", "Invalid userid"),
  BAD_PARAMETER("参数错误", "Invalid parameter"),
  BUSY("系统繁忙", "The system is busy"),
  NO_SUCH_METHOD("不合法的请求方法", "Invalid method"),
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
