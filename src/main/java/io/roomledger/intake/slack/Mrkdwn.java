package io.roomledger.intake.slack;

import java.util.function.UnaryOperator;

/**
 * Slack's way of writing text, decoded: its three entities, and what stands between {@code <} and
 * {@code >}.
 *
 * @see <a href="https://docs.slack.dev/messaging/formatting-message-text/">Formatting message
 *     text</a>
 */
final class Mrkdwn {
  private final UnaryOperator<String> usernames;

  /**
   * @param usernames the user name to an id, or the id itself
   */
  Mrkdwn(UnaryOperator<String> usernames) {
    this.usernames = usernames;
  }

  String decode(String text) {
    if (text.indexOf('<') < 0) {
      return entities(text);
    }
    StringBuilder decoded = new StringBuilder(text.length());
    int done = 0;
    int open;
    while ((open = text.indexOf('<', done)) >= 0) {
      int close = text.indexOf('>', open);
      if (close < 0) {
        break;
      }
      decoded.append(entities(text.substring(done, open)));
      decoded.append(reference(text.substring(open + 1, close)));
      done = close + 1;
    }
    return decoded.append(entities(text.substring(done))).toString();
  }

  private String reference(String inside) {
    int bar = inside.indexOf('|');
    String target = bar < 0 ? inside : inside.substring(0, bar);
    String label = bar < 0 ? "" : entities(inside.substring(bar + 1));
    if (target.isEmpty()) {
      return "<" + entities(inside) + ">";
    }
    String rest = target.substring(1);
    return switch (target.charAt(0)) {
      case '@' -> "@" + usernames.apply(rest);
      case '#' -> "#" + (label.isEmpty() ? rest : label);
      case '!' -> command(rest, label);
      default -> link(entities(target), label);
    };
  }

  /** {@code <!here>}, {@code <!subteam^S1|@team>}, {@code <!date^1^{date}|in words>}. */
  private static String command(String name, String label) {
    if (!label.isEmpty()) {
      return label;
    }
    int detail = name.indexOf('^');
    String word = detail < 0 ? name : name.substring(0, detail);
    return switch (word) {
      case "channel", "everyone", "group" -> "@all";
      default -> "@" + word;
    };
  }

  private static String link(String address, String label) {
    boolean sameInWords =
        label.isEmpty()
            || address.equals(label)
            || address.equals("mailto:" + label)
            || address.replaceFirst("^https?://", "").replaceFirst("/$", "").equals(label);
    if (address.startsWith("mailto:") && sameInWords) {
      return address.substring("mailto:".length());
    }
    return sameInWords ? address : "[" + label + "](" + address + ")";
  }

  private static String entities(String text) {
    if (text.indexOf('&') < 0) {
      return text;
    }
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
  }
}
