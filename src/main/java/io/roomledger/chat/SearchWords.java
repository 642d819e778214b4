package io.roomledger.chat;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What somebody looks for: words that all must be there, in any order; {@code "in quotes"} one
 * after the other; {@code -without} this; {@code begin*} of a word.
 *
 * @param query for PostgreSQL; made of letters, digits and operators only
 * @param words the words wanted, for showing where they are
 * @param beginnings those of which only the beginning is wanted
 * @param runs the runs wanted of scripts that do not set words apart
 */
record SearchWords(String query, Set<String> words, Set<String> beginnings, Set<String> runs) {
  private static final int LONGEST = 500;
  private static final int MOST = 40;

  /**
   * Reads what somebody typed.
   *
   * @throws RefusedException invalid, if there is nothing to look for, or too much
   */
  static SearchWords parse(String typed) {
    if (typed.length() > LONGEST) {
      throw invalid(typed.length() + " characters", "at most " + LONGEST);
    }
    Parser parser = new Parser();
    int at = 0;
    while (at < typed.length()) {
      char c = typed.charAt(at);
      if (Character.isWhitespace(c) || c == '\u3000') {
        at++;
        continue;
      }
      boolean without = c == '-';
      int from = without ? at + 1 : at;
      boolean quoted = from < typed.length() && typed.charAt(from) == '"';
      int end = quoted ? typed.indexOf('"', from + 1) : blank(typed, from);
      if (end < 0) {
        end = typed.length();
      }
      parser.term(typed.substring(quoted ? from + 1 : from, end), without, quoted);
      at = quoted ? end + 1 : Math.max(end, at + 1);
    }
    return parser.finish(typed);
  }

  private static int blank(String text, int from) {
    int at = from;
    while (at < text.length()
        && !Character.isWhitespace(text.charAt(at))
        && text.charAt(at) != '\u3000') {
      at++;
    }
    return at;
  }

  private static RefusedException invalid(String value, String expected) {
    return new RefusedException(new Refusal.Invalid("words", value, expected));
  }

  /** Collects terms. */
  private static final class Parser {
    private final List<String> terms = new ArrayList<>();
    private final Set<String> words = new LinkedHashSet<>();
    private final Set<String> beginnings = new LinkedHashSet<>();
    private final Set<String> runs = new LinkedHashSet<>();
    private int wanted;
    private int size;

    void term(String text, boolean without, boolean quoted) {
      Term term = new Term();
      Words.of(text, term::word);
      term.endRun();
      String query = term.query(!quoted && text.endsWith("*"));
      if (query.isEmpty()) {
        return;
      }
      size += term.operands;
      terms.add((without ? "!" : "") + "(" + query + ")");
      if (!without) {
        wanted++;
        words.addAll(term.words);
        runs.addAll(term.runs);
        if (!term.beginning.isEmpty()) {
          beginnings.add(term.beginning);
        }
      }
    }

    SearchWords finish(String typed) {
      if (wanted == 0) {
        throw invalid(
            typed.isBlank() ? "empty" : typed, "at least one word, with a letter or a digit");
      }
      if (size > MOST) {
        throw invalid(size + " words", "at most " + MOST);
      }
      return new SearchWords(String.join(" & ", terms), words, beginnings, runs);
    }
  }

  /** One term: what stands in it is looked for one after the other. */
  private static final class Term {
    private final StringBuilder query = new StringBuilder();
    private final List<String> run = new ArrayList<>();
    private final Set<String> words = new LinkedHashSet<>();
    private final Set<String> runs = new LinkedHashSet<>();
    private String beginning = "";
    private int end = -1;
    private int distance;
    private int operands;
    private String last = "";

    boolean word(String word, int from, int to, boolean dense) {
      if (!dense || end != from) {
        endRun();
      }
      if (dense) {
        run.add(word);
        end = to;
      } else if (!word.isEmpty()) {
        operand(word);
        words.add(word);
        last = word;
      }
      return operands < 10 * MOST;
    }

    /** A run is found by its pairs; a single character by whatever pair it begins. */
    void endRun() {
      if (run.isEmpty()) {
        return;
      }
      runs.add(String.join("", run));
      last = "";
      if (run.size() == 1) {
        operand(run.getFirst() + ":*");
      } else {
        for (int i = 0; i + 1 < run.size(); i++) {
          operand(run.get(i) + run.get(i + 1));
        }
        // its last character stands between it and what comes after
        distance = 2;
      }
      run.clear();
      end = -1;
    }

    private void operand(String lexeme) {
      if (!query.isEmpty()) {
        query.append(distance == 1 ? " <-> " : " <" + distance + "> ");
      }
      query.append(lexeme);
      distance = 1;
      operands++;
    }

    String query(boolean begins) {
      if (begins && !last.isEmpty()) {
        beginning = last;
        words.remove(last);
        query.append(":*");
      }
      return query.toString();
    }
  }
}
