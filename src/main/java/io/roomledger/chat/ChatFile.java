package io.roomledger.chat;

/**
 * A file that came with a message.
 *
 * @param id its id
 * @param name its name as it came; never a path
 * @param mediaType what it is said to be
 * @param size in bytes, 0 if not known
 * @param storeKey where its bytes are, empty if they are missing
 * @param missing why its bytes are missing, empty if they are there
 */
public record ChatFile(
    String id, String name, String mediaType, long size, String storeKey, String missing) {

  /** Where it lies in a package: unique by its id, and safe whatever its name is. */
  public String path() {
    return "assets/" + FileNames.safe(id) + "-" + FileNames.safe(name);
  }

  /** This without its bytes, and why. */
  ChatFile without(String why) {
    return new ChatFile(id, name, mediaType, size, "", why);
  }
}
