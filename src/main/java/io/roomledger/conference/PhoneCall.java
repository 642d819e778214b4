package io.roomledger.conference;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.util.regex.Pattern;

/**
 * Somebody who is to be called by telephone.
 *
 * @param country the code of the country, 1 to 4 digits
 * @param number the rest of the number, 3 to 20 digits
 * @param name what they are called, at most 100 characters
 */
public record PhoneCall(String country, String number, String name) {
  private static final Pattern COUNTRY = Pattern.compile("[0-9]{1,4}");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{3,20}");
  private static final int LONGEST_NAME = 100;

  public PhoneCall {
    if (!COUNTRY.matcher(country).matches() || !NUMBER.matcher(number).matches()) {
      throw new RefusedException(
          new Refusal.Invalid(
              "phone number", country + " " + number, "1 to 4 digits and 3 to 20 digits"));
    }
    if (name.length() > LONGEST_NAME) {
      throw new RefusedException(
          new Refusal.Invalid(
              "phone number",
              "a name of " + name.length() + " characters",
              "at most " + LONGEST_NAME));
    }
  }
}
