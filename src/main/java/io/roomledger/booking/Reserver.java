package io.roomledger.booking;

import io.roomledger.identity.Caller;

/**
 * Who reserved a room, as they were called then.
 *
 * @param key {@code account:<id>} or {@code app:<id>} as in {@link Caller#key}; empty for somebody
 *     who has no account here
 * @param name the name for people
 * @param department the department's name, empty if not known
 */
public record Reserver(String key, String name, String department) {

  /** Whoever calls. */
  public static Reserver of(Caller caller) {
    return switch (caller) {
      case Caller.Person person ->
          new Reserver(caller.key(), person.account().name(), person.account().department());
      case Caller.Program program -> new Reserver(caller.key(), program.app().name(), "");
      case Caller.Operator operator -> new Reserver(operator.key(), "operator", "");
      case Caller.Stranger nobody -> new Reserver(nobody.key(), "stranger", "");
    };
  }

  /** Somebody who has no account here. */
  public static Reserver outside(String name) {
    return new Reserver("", name, "");
  }
}
