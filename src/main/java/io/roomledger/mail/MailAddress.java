package io.roomledger.mail;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.util.regex.Pattern;

/**
 * Tells one mail address from everything else: no names, no lists, no comments, no quotes, no
 * control characters, so nothing can be smuggled into a header. Domains with letters beyond ASCII
 * are given in their {@code xn--} form.
 */
public final class MailAddress {
  private static final int LONGEST = 254;
  private static final int LONGEST_LOCAL = 64;
  private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
  private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
  private static final Pattern ADDRESS =
      Pattern.compile(ATOM + "(?:\\." + ATOM + ")*@" + LABEL + "(?:\\." + LABEL + ")*");

  private MailAddress() {}

  /** Whether {@code address} is one. */
  public static boolean isValid(String address) {
    return address.length() <= LONGEST
        && address.indexOf('@') <= LONGEST_LOCAL
        && ADDRESS.matcher(address).matches();
  }

  /**
   * Answers {@code address} if it is one.
   *
   * @param field what the caller calls it, for the refusal
   * @throws RefusedException invalid, if it is none
   */
  public static String check(String field, String address) {
    if (!isValid(address)) {
      String shown = address.length() > 80 ? address.substring(0, 80) + "..." : address;
      throw new RefusedException(
          new Refusal.Invalid(
              field,
              shown.replaceAll("\\p{Cntrl}", "?"),
              "one mail address such as ann@example.org"));
    }
    return address;
  }

  /** What comes after the {@code @} of an address. */
  static String domain(String address) {
    return address.substring(address.indexOf('@') + 1);
  }
}
