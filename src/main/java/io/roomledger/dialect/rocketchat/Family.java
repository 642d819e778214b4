package io.roomledger.dialect.rocketchat;

import io.roomledger.chat.RoomKind;

/** The sorts of rooms that the vendor has addresses of their own for. */
enum Family {
  /** Public channels. */
  CHANNELS("channels", "channel", "channels", "channel", RoomKind.CHANNEL),
  /** Private rooms. */
  GROUPS("groups", "group", "groups", "private group", RoomKind.PRIVATE),
  /** Conversations. */
  IM("im", "room", "ims", "direct message", RoomKind.DIRECT),
  /** Conversations by their newer address. */
  DM("dm", "room", "ims", "direct message", RoomKind.DIRECT);

  private final String prefix;
  private final String one;
  private final String many;
  private final String words;
  private final RoomKind kind;

  Family(String prefix, String one, String many, String words, RoomKind kind) {
    this.prefix = prefix;
    this.one = one;
    this.many = many;
    this.words = words;
    this.kind = kind;
  }

  /** The name of an endpoint of theirs, such as {@code channels.list}. */
  String call(String name) {
    return prefix + "." + name;
  }

  /** The key of one in answers. */
  String one() {
    return one;
  }

  /** The key of several in answers. */
  String many() {
    return many;
  }

  /** What they are called in texts. */
  String words() {
    return words;
  }

  RoomKind kind() {
    return kind;
  }

  boolean direct() {
    return kind == RoomKind.DIRECT;
  }
}
