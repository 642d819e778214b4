package io.roomledger.people;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.util.regex.Pattern;

/** What names and addresses must look like. */
final class PersonCheck {
  private static final int LONGEST_NAME = 200;
  private static final Pattern EMAIL = Pattern.compile("[^\\s@<>,;]{1,64}@[^\\s@<>,;]{1,190}");

  private PersonCheck() {}

  static void check(String name, String email) {
    if (name.isBlank() || name.length() > LONGEST_NAME || name.indexOf('\0') >= 0) {
      throw invalid("name", name, "1 to " + LONGEST_NAME + " characters");
    }
    if (!EMAIL.matcher(email).matches() || email.indexOf('\0') >= 0) {
      throw invalid("email", email, "an address such as ann@example.org");
    }
  }

  static RefusedException invalid(String field, String value, String expected) {
    return new RefusedException(new Refusal.Invalid(field, value, expected));
  }
}
