// https://open.feishu.cn/document/server-docs/calendar-v4/calendar-event/list (page_token,
// sync_token)
package io.roomledger.dialect.feishu;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a list goes on, and since when changes are wanted. A token to go on with remembers when the
 * list began, so that what changes meanwhile is in the next one.
 */
final class CalendarTokens {
  /** A change may be seen twice, but none is missed that was under way when the list began. */
  private static final Duration UNDER_WAY = Duration.ofMinutes(1);

  private static final String PAGE = "ListCalendarsPageToken_";
  private static final String SYNC = "ListCalendarsSyncToken_";
  private static final Pattern PAGES = Pattern.compile(PAGE + "(\\d{1,10})_([0-9a-f-]{36})");
  private static final Pattern SYNCS = Pattern.compile(SYNC + "(\\d{1,10})");

  private CalendarTokens() {}

  /**
   * Where a list goes on.
   *
   * @param began when the list began
   * @param after the key of the next page
   */
  record Mark(Instant began, String after) {}

  static String ofPage(Instant began, String next) {
    return PAGE + began.getEpochSecond() + "_" + next;
  }

  static Mark page(String token) {
    Matcher matcher = matcher(PAGES, token);
    return new Mark(Instant.ofEpochSecond(Long.parseLong(matcher.group(1))), matcher.group(2));
  }

  static String ofSync(Instant began) {
    return SYNC + began.minus(UNDER_WAY).getEpochSecond();
  }

  /** Since when. */
  static Instant sync(String token) {
    return Instant.ofEpochSecond(Long.parseLong(matcher(SYNCS, token).group(1)));
  }

  private static Matcher matcher(Pattern form, String token) {
    Matcher matcher = form.matcher(token);
    if (!matcher.matches()) {
      throw new FailureException(CalendarFamily.TOKEN_EXPIRED);
    }
    return matcher;
  }
}
