package io.roomledger.chat;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * Finds the words of a text. Where words are written apart, a word is a run of letters and digits,
 * without capitals and accents. Where they are not, as in Chinese and Japanese, each character is
 * taken with the one after it, so that what is written together is found together.
 */
final class Words {
  /** Scripts that do not set words apart, and Korean, which joins its endings to them. */
  private static final Set<UnicodeScript> DENSE =
      EnumSet.of(
          UnicodeScript.HAN,
          UnicodeScript.HIRAGANA,
          UnicodeScript.KATAKANA,
          UnicodeScript.BOPOMOFO,
          UnicodeScript.HANGUL,
          UnicodeScript.THAI,
          UnicodeScript.LAO,
          UnicodeScript.KHMER,
          UnicodeScript.MYANMAR);

  private static final int LONGEST = 60;
  private static final int PROLONGED = 0x30FC;

  private final String text;
  private final Taker taker;

  private Words(String text, Taker taker) {
    this.text = text;
    this.taker = taker;
  }

  /** Takes words; answers whether it wants more. */
  interface Taker {
    /**
     * A word, or a character of a script that does not set them apart.
     *
     * @param word in its plain form
     * @param from where it begins in the text
     * @param to where it ends
     * @param dense whether it is a character that goes together with the next, if that is {@code
     *     dense} too and begins where this ends
     */
    boolean word(String word, int from, int to, boolean dense);
  }

  /** Gives the words of a text, in order. */
  static void of(String text, Taker taker) {
    new Words(text, taker).scan();
  }

  private void scan() {
    int at = 0;
    boolean more = true;
    while (more && at < text.length()) {
      int character = text.codePointAt(at);
      int next = at + Character.charCount(character);
      if (dense(character)) {
        more = taker.word(plain(character), at, next, true);
        at = next;
      } else if (Character.isLetterOrDigit(character)) {
        int end = end(next);
        more = taker.word(plain(at, end), at, end, false);
        at = end;
      } else {
        at = next;
      }
    }
  }

  /** Where the word ends; an apostrophe between letters is a part of it. */
  private int end(int from) {
    int at = from;
    while (at < text.length()) {
      int character = text.codePointAt(at);
      int next = at + Character.charCount(character);
      boolean part =
          (Character.isLetterOrDigit(character) && !dense(character))
              || mark(character)
              || (apostrophe(character) && next < text.length() && letter(text.codePointAt(next)));
      if (!part) {
        return at;
      }
      at = next;
    }
    return at;
  }

  private static boolean letter(int character) {
    return Character.isLetter(character) && !dense(character);
  }

  private static boolean apostrophe(int character) {
    return character == '\'' || character == '\u2019';
  }

  private static boolean mark(int character) {
    int type = Character.getType(character);
    return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
  }

  private static boolean dense(int character) {
    if (character < 0x0E00) {
      return false;
    }
    return character == PROLONGED
        || (DENSE.contains(UnicodeScript.of(character))
            && (Character.isLetterOrDigit(character) || mark(character)));
  }

  private static String plain(int character) {
    return Normalizer.normalize(Character.toString(character), Normalizer.Form.NFKC);
  }

  private String plain(int from, int to) {
    String word = text.substring(from, Math.min(to, from + LONGEST));
    boolean ascii = word.chars().allMatch(c -> c < 0x80);
    String bare = ascii ? word : Normalizer.normalize(word, Normalizer.Form.NFKD);
    StringBuilder plain = new StringBuilder(bare.length());
    bare.toLowerCase(Locale.ROOT)
        .codePoints()
        .filter(c -> Character.isLetterOrDigit(c) || (mark(c) && !accent(c)))
        .forEach(plain::appendCodePoint);
    return plain.length() <= LONGEST ? plain.toString() : plain.substring(0, LONGEST);
  }

  /** Marks that any script may set over its letters; vowels that are marks stay. */
  private static boolean accent(int character) {
    return UnicodeScript.of(character) == UnicodeScript.INHERITED;
  }
}
