package io.roomledger.chat;

/** What a message of the system says to people, in English. */
public final class SystemSentence {
  private SystemSentence() {}

  /**
   * The sentence.
   *
   * @param kind the kind, such as {@code uj}; empty for a person's message
   * @param text what is stored: the name or value that the kind is about, or words of their own
   */
  public static String of(String kind, String text) {
    return switch (kind) {
      case "uj" -> "joined the channel";
      case "ul" -> "left the channel";
      case "ujt" -> "joined this team";
      case "ult" -> "left this team";
      case "ut" -> "joined the conversation";
      case "au" -> "added " + text;
      case "ru", "removed-user-from-team" -> "removed " + text;
      case "r" -> "changed the room's name to " + text;
      case "room_changed_topic" -> "changed the room's topic to: " + text;
      case "room_changed_description" -> "changed the room's description to: " + text;
      case "room-archived" -> "archived the room";
      case "room-unarchived" -> "opened the archived room again";
      case "message_pinned" -> text.isEmpty() ? "pinned a message" : "pinned a message: " + text;
      case "livechat-started" -> "Chat started";
      case "rm" -> "message removed";
      default -> text;
    };
  }

  /**
   * What is stored of a message of the system whose sentence is known, as an export has it: the
   * reverse of {@link #of}.
   *
   * @param kind the kind
   * @param sentence the sentence
   * @param username who did it
   */
  public static String textOf(String kind, String sentence, String username) {
    String marked = of(kind, "\u0001");
    int place = marked.indexOf('\u0001');
    if (place < 0) {
      boolean own = kind.equals("uj") || kind.equals("ul");
      return marked.equals(sentence) ? (own ? username : "") : sentence;
    }
    String before = marked.substring(0, place);
    if (kind.equals("message_pinned") && sentence.equals(of(kind, ""))) {
      return "";
    }
    return sentence.startsWith(before) ? sentence.substring(before.length()) : sentence;
  }
}
