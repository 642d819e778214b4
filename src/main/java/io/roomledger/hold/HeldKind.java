package io.roomledger.hold;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;

/** What can be held. */
public enum HeldKind {
  /** A chat room with all that was and will be said in it. */
  CHAT_ROOM(
      "chat-room",
      Refusal.Thing.CHAT_ROOM,
      """
      SELECT id, coalesce(nullif(title, ''), nullif(name, ''), id) AS name, NULL AS conference
        FROM chat_room
       WHERE organisation = :organisation
         AND (id = :wanted OR (name <> '' AND lower(name) = lower(:wanted)))
      """),
  /** What a person wrote and will write, in every chat room. */
  PERSON(
      "person",
      Refusal.Thing.ACCOUNT,
      """
      SELECT id, name, NULL AS conference FROM account
       WHERE organisation = :organisation
         AND (id = :wanted OR (deleted_at IS NULL AND lower(username) = lower(:wanted)))
      """),
  /** The reservations of a meeting room. */
  MEETING_ROOM(
      "meeting-room",
      Refusal.Thing.MEETING_ROOM,
      """
      SELECT id::text, name, NULL AS conference FROM meeting_room
       WHERE organisation = :organisation AND (id::text = :wanted OR name = :wanted)
      """),
  /** The recordings of a conference, also those that come later. */
  CONFERENCE(
      "conference",
      Refusal.Thing.CONFERENCE,
      """
      SELECT id, title AS name, NULL AS conference FROM conference
       WHERE organisation = :organisation AND id = :wanted
      """),
  /** A recording. */
  RECORDING(
      "recording",
      Refusal.Thing.RECORDING,
      """
      SELECT id::text, title AS name, conference FROM recording
       WHERE organisation = :organisation AND id::text = :wanted
      """),
  /** The file of an export. */
  EXPORT(
      "export",
      Refusal.Thing.EXPORT,
      """
      SELECT id::text, file_name AS name, NULL AS conference FROM export
       WHERE organisation = :organisation AND id::text = :wanted
      """);

  private final String key;
  private final Refusal.Thing thing;
  private final String search;

  HeldKind(String key, Refusal.Thing thing, String search) {
    this.key = key;
    this.thing = thing;
    this.search = search;
  }

  /** Its name in addresses, in our own API and in the audit log. */
  public String key() {
    return key;
  }

  /** What it is called when it is not there. */
  public Refusal.Thing thing() {
    return thing;
  }

  /** One of them, in a sentence. */
  String words(String id) {
    return thing.words() + " " + id;
  }

  /**
   * SQL that finds {@code id} and {@code name} of those in {@code :organisation} whose id or name
   * is {@code :wanted}.
   */
  public String search() {
    return search;
  }

  /** Whether it is about recordings, which have a permission of their own. */
  boolean recorded() {
    return this == CONFERENCE || this == RECORDING;
  }

  /**
   * The kind of that key.
   *
   * @throws RefusedException invalid, if there is none
   */
  public static HeldKind of(String key) {
    for (HeldKind kind : values()) {
      if (kind.key.equals(key)) {
        return kind;
      }
    }
    throw new RefusedException(
        new Refusal.Invalid(
            "kind",
            key.length() > 50 ? key.substring(0, 50) + "..." : key,
            "chat-room, person, meeting-room, conference, recording or export"));
  }
}
