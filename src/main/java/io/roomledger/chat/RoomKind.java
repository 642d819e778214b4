package io.roomledger.chat;

import java.util.Arrays;

/** What sort of chat room it is. */
public enum RoomKind {
  /** Everybody of the organisation may read it. */
  CHANNEL("c"),
  /** Only its members may. */
  PRIVATE("p"),
  /** A conversation between a few people, often without a name. */
  DIRECT("d");

  private final String letter;

  RoomKind(String letter) {
    this.letter = letter;
  }

  /** The letter by which it is stored, which is Rocket.Chat's {@code t}. */
  public String letter() {
    return letter;
  }

  static RoomKind of(String letter) {
    return Arrays.stream(values())
        .filter(kind -> kind.letter.equals(letter))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("kind of chat room: " + letter));
  }
}
