package io.roomledger.dialect.feishu;

import io.roomledger.identity.Caller;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The scopes of {@code contact/v3}: of each address, and of the fields that need one more. */
final class ContactScopes {
  /** Any of these opens the whole directory. */
  private static final List<String> ALL =
      List.of(
          "contact:contact:access_as_app",
          "contact:contact:readonly",
          "contact:contact:readonly_as_app");

  private static final String BASIC = "contact:contact.base:readonly";

  static final Terms PERSON = Terms.both(Tier.OFTEN, with(BASIC));
  static final Terms DEPARTMENT = PERSON;
  static final Terms LISTS =
      Terms.both(Tier.OFTEN, with(BASIC, "contact:department.organize:readonly"));
  static final Terms IDS = Terms.tenant(Tier.OFTEN, "contact:user.id:readonly");

  private ContactScopes() {}

  private static String[] with(String... some) {
    return Stream.concat(Arrays.stream(some), ALL.stream()).toArray(String[]::new);
  }

  /** Whether the caller may see the field that {@code scope} is for. */
  static boolean sees(Caller caller, String scope) {
    return caller.hasScope(scope) || ALL.stream().anyMatch(caller::hasScope);
  }

  /** The same for a field that the scopes of the whole directory do not open. */
  static boolean seesPrivate(Caller caller, String scope) {
    return caller.hasScope(scope);
  }
}
