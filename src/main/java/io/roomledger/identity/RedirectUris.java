package io.roomledger.identity;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/** Addresses to which people are sent back. */
final class RedirectUris {
  private static final int LONGEST = 2_000;

  /** What would run or show something instead of going somewhere. */
  private static final Set<String> NOWHERE =
      Set.of("javascript", "data", "vbscript", "file", "blob", "about");

  private RedirectUris() {}

  /** Refuses what nobody may be sent to. */
  static void check(String address) {
    if (!proper(address)) {
      throw new RefusedException(
          new Refusal.Invalid(
              "redirect-uri",
              address,
              "an absolute address such as https://example.org/callback, without a user"));
    }
  }

  private static boolean proper(String address) {
    if (address.length() > LONGEST) {
      return false;
    }
    try {
      URI uri = URI.create(address);
      String scheme = uri.getScheme();
      if (scheme == null || NOWHERE.contains(scheme.toLowerCase(Locale.ROOT))) {
        return false;
      }
      boolean web = scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https");
      return uri.getRawUserInfo() == null && (web ? uri.getHost() != null : true);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
