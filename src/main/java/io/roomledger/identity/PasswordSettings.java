package io.roomledger.identity;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.base.Setting;

/**
 * What passwords are taken.
 *
 * @param shortest the fewest characters of one that a person types here
 * @param shortestByCall the fewest characters of one that comes by a vendor's call
 * @param refuseGuessable whether those that are guessed soon are refused
 */
public record PasswordSettings(
    @Setting(
            value = "10",
            doc =
                "The fewest characters of a password that is set in the console, at the first start"
                    + " or on the command line: 8 to 64.")
        int shortest,
    @Setting(
            value = "8",
            doc =
                "The fewest characters of a password that comes by a vendor's call, such as"
                    + " Rocket.Chat's users.create: 6 to 64.")
        int shortestByCall,
    @Setting(
            value = "true",
            doc =
                "Whether passwords are refused that are guessed soon: common and breached ones,"
                    + " words, names, dates, rows of keys, and whatever is made of the person's own"
                    + " names.")
        boolean refuseGuessable) {
  public PasswordSettings {
    require(shortest >= 8 && shortest <= 64, "shortest", shortest, "8 to 64");
    require(
        shortestByCall >= 6 && shortestByCall <= 64, "shortest-by-call", shortestByCall, "6 to 64");
  }

  /** As it comes. */
  public static PasswordSettings standard() {
    return new PasswordSettings(10, 8, true);
  }

  private static void require(boolean holds, String name, int value, String expected) {
    if (!holds) {
      throw new RefusedException(
          new Refusal.Invalid("passwords." + name, Integer.toString(value), expected));
    }
  }
}
