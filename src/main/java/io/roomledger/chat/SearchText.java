package io.roomledger.chat;

/** A message's words as the index takes them: one text, in which words stand apart. */
final class SearchText {
  /** So that no message's words are more than PostgreSQL takes of one. */
  private static final int MOST_WORDS = 16_000;

  private static final int LONGEST = 200_000;

  private final StringBuilder text = new StringBuilder();
  private int words;
  private String before = "";
  private int end = -1;

  private SearchText() {}

  /** The first 16,000 words of a text; beyond them nobody can find it. */
  static String of(String text) {
    SearchText search = new SearchText();
    Words.of(text, search::word);
    search.finish();
    return search.text.toString();
  }

  private boolean word(String word, int from, int to, boolean dense) {
    if (!before.isEmpty()) {
      // the last of a run stands alone, so that it too is found by itself
      add(dense && end == from ? before + word : before);
    }
    before = dense ? word : "";
    end = to;
    if (!dense) {
      add(word);
    }
    return words < MOST_WORDS && text.length() < LONGEST;
  }

  private void finish() {
    if (!before.isEmpty()) {
      add(before);
    }
  }

  private void add(String word) {
    if (!word.isEmpty()) {
      text.append(text.isEmpty() ? "" : " ").append(word);
      words++;
    }
  }
}
