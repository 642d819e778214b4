// https://developer.rocket.chat/docs/user-object
package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.identity.Account;
import io.roomledger.identity.Administration;
import io.roomledger.identity.Caller;
import io.roomledger.people.Person;
import java.util.TreeSet;

/** Prints people in the vendor's shape. */
final class UserPrinter {
  private UserPrinter() {}

  /** As much as the caller may know: all of themselves; others' addresses need a permission. */
  static ObjectNode print(Caller.Person caller, Person person) {
    Account account = person.account();
    boolean whole =
        caller.account().id().equals(account.id()) || caller.may(Administration.VIEW_FULL_USERS);
    return print(person, whole);
  }

  /** All that is told of somebody, to themselves. */
  static ObjectNode whole(Person person) {
    return print(person, true);
  }

  private static ObjectNode print(Person person, boolean whole) {
    Account account = person.account();
    ObjectNode json = Wire.object().put("_id", account.id());
    if (whole) {
      json.put("createdAt", Iso.text(person.createdAt()));
    }
    json.put("username", account.username());
    if (whole) {
      ArrayNode emails = json.putArray("emails");
      account.email().ifPresent(e -> emails.addObject().put("address", e).put("verified", true));
    }
    json.put("type", person.roles().contains("bot") ? "bot" : "user")
        .put("status", "offline")
        .put("active", account.active());
    ArrayNode roles = json.putArray("roles");
    new TreeSet<>(person.roles()).forEach(roles::add);
    return json.put("name", account.name()).put("utcOffset", 0);
  }
}
