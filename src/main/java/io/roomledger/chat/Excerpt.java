package io.roomledger.chat;

import java.util.List;

/**
 * A piece of a message, around what was looked for. It is plain text: whoever shows it escapes it.
 *
 * @param text the piece
 * @param hits where in it the words are, in order; they do not overlap
 * @param cutBefore whether the message has more before it
 * @param cutAfter whether the message has more after it
 */
public record Excerpt(String text, List<Hit> hits, boolean cutBefore, boolean cutAfter) {
  public Excerpt {
    hits = List.copyOf(hits);
  }

  /**
   * A found word.
   *
   * @param from its first character, counted in UTF-16 units
   * @param to the one after its last
   */
  public record Hit(int from, int to) {}
}
