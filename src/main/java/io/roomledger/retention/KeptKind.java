package io.roomledger.retention;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;

/** What a rule is about. */
public enum KeptKind {
  /** The messages of chat rooms with their files; their age is told from when they were sent. */
  MESSAGES("messages", "chat_message"),
  /** The reservations of meeting rooms; their age is told from when they end. */
  RESERVATIONS("reservations", "reservation");

  private final String key;
  private final String table;

  KeptKind(String key, String table) {
    this.key = key;
    this.table = table;
  }

  /** Its name in addresses, in our own API and in the audit log. */
  public String key() {
    return key;
  }

  /** The table that they are in, by which it is told what is gone. */
  String table() {
    return table;
  }

  /**
   * The kind of that key.
   *
   * @throws RefusedException invalid, if there is none
   */
  public static KeptKind of(String key) {
    for (KeptKind kind : values()) {
      if (kind.key.equals(key)) {
        return kind;
      }
    }
    throw new RefusedException(
        new Refusal.Invalid("kind", Scope.shown(key), "messages or reservations"));
  }
}
