package io.roomledger.chat;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** The folders of rooms in a package of several: by name where they have one of their own. */
final class PartFolders {
  private final Set<String> taken = new HashSet<>();

  String of(ChatRoom room) {
    boolean named = room.kind() != RoomKind.DIRECT && !room.name().isEmpty();
    String name = FileNames.safe(named ? room.name() : room.id());
    if (!taken.add(name.toLowerCase(Locale.ROOT))) {
      name = name + "-" + FileNames.safe(room.id());
      boolean _ = taken.add(name.toLowerCase(Locale.ROOT));
    }
    return "rooms/" + name;
  }
}
