package io.roomledger.retention;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.hold.HeldKind;

/** For what a rule stands. The narrowest rule that says something counts. */
public enum Scope {
  /** The whole organisation. */
  ORGANISATION("organisation", Refusal.Thing.ENDPOINT, ""),
  /** A chat room. */
  CHAT_ROOM(HeldKind.CHAT_ROOM),
  /** The rooms of a level and of all below it. */
  ROOM_LEVEL(
      "room-level",
      Refusal.Thing.ROOM_LEVEL,
      """
      SELECT id::text, name FROM room_level
       WHERE organisation = :organisation AND removed_at IS NULL
         AND (id::text = :wanted OR name = :wanted)
      """),
  /** A meeting room. */
  MEETING_ROOM(HeldKind.MEETING_ROOM);

  private static final int LONGEST_SHOWN = 50;

  private final String key;
  private final Refusal.Thing thing;
  private final String search;

  Scope(String key, Refusal.Thing thing, String search) {
    this.key = key;
    this.thing = thing;
    this.search = search;
  }

  /** What can be held can have a rule, and is found and named alike. */
  Scope(HeldKind kind) {
    this(kind.key(), kind.thing(), kind.search());
  }

  /** Its name in addresses, in our own API and in the audit log. */
  public String key() {
    return key;
  }

  /** What it is called when it is not there. */
  Refusal.Thing thing() {
    return thing;
  }

  /** SQL that finds one by its id, or by a name. */
  String search() {
    return search;
  }

  /** Whether a rule about things of that kind can stand for it. */
  public boolean fits(KeptKind kind) {
    return this == ORGANISATION || (this == CHAT_ROOM) == (kind == KeptKind.MESSAGES);
  }

  /**
   * The scope of that key.
   *
   * @throws RefusedException invalid, if there is none
   */
  public static Scope of(String key) {
    for (Scope scope : values()) {
      if (scope.key.equals(key)) {
        return scope;
      }
    }
    throw new RefusedException(
        new Refusal.Invalid(
            "scope", shown(key), "organisation, chat-room, room-level or meeting-room"));
  }

  static String shown(String text) {
    return text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "..." : text;
  }
}
