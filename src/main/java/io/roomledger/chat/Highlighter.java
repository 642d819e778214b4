package io.roomledger.chat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Finds in messages what they were found by. */
final class Highlighter {
  private static final int AROUND = 80;
  private static final int LONGEST = 320;
  private static final int MOST_HITS = 50;

  private final SearchWords wanted;
  private final Set<String> stems;
  private final Map<String, String> known;

  private Highlighter(SearchWords wanted, Set<String> stems, Map<String, String> known) {
    this.wanted = wanted;
    this.stems = stems;
    this.known = known;
  }

  /** Asks PostgreSQL once for the stems of all words of these texts that may be meant. */
  static Highlighter of(Handle handle, SearchWords wanted, Collection<String> texts) {
    Set<Integer> initials = new HashSet<>();
    wanted.words().forEach(word -> initials.add(word.codePointAt(0)));
    Set<String> words = new HashSet<>(wanted.words());
    for (String text : texts) {
      Words.of(
          text,
          (word, from, to, dense) -> {
            if (!dense && !word.isEmpty() && initials.contains(word.codePointAt(0))) {
              words.add(word);
            }
            return true;
          });
    }
    Map<String, String> known = new HashMap<>();
    handle
        .createQuery(
            "SELECT w, coalesce((ts_lexize('chat_stem', w))[1], w) FROM unnest(:words) AS w")
        .bindArray("words", String.class, words)
        .map((row, context) -> Map.entry(row.getString(1), row.getString(2)))
        .forEach(stem -> known.put(stem.getKey(), stem.getValue()));
    Set<String> stems = new HashSet<>();
    wanted.words().forEach(word -> stems.add(known.getOrDefault(word, word)));
    return new Highlighter(wanted, stems, known);
  }

  Excerpt excerpt(String text) {
    List<Excerpt.Hit> hits = hits(text);
    int first = hits.isEmpty() ? 0 : hits.getFirst().from();
    int from = text.length() <= LONGEST ? 0 : back(text, Math.max(0, first - AROUND));
    int to = forth(text, Math.min(text.length(), from + LONGEST));
    List<Excerpt.Hit> shown = new ArrayList<>();
    for (Excerpt.Hit hit : hits) {
      if (hit.from() >= from && hit.to() <= to) {
        shown.add(new Excerpt.Hit(hit.from() - from, hit.to() - from));
      }
    }
    return new Excerpt(text.substring(from, to), shown, from > 0, to < text.length());
  }

  /** No character is cut in two. */
  private static int back(String text, int at) {
    return at > 0 && Character.isLowSurrogate(text.charAt(at)) ? at - 1 : at;
  }

  private static int forth(String text, int at) {
    return at < text.length() && Character.isLowSurrogate(text.charAt(at)) ? at + 1 : at;
  }

  private List<Excerpt.Hit> hits(String text) {
    Found found = new Found();
    Words.of(text, found::word);
    found.endRun();
    return found.hits;
  }

  /** Collects hits. */
  private final class Found {
    private final List<Excerpt.Hit> hits = new ArrayList<>();
    private final StringBuilder run = new StringBuilder();
    private final List<Integer> starts = new ArrayList<>();
    private int end = -1;

    boolean word(String word, int from, int to, boolean dense) {
      if (!dense || end != from) {
        endRun();
      }
      if (dense) {
        for (int i = 0; i < word.length(); i++) {
          starts.add(from);
        }
        run.append(word);
        end = to;
      } else if (meant(word)) {
        hits.add(new Excerpt.Hit(from, to));
      }
      return hits.size() < MOST_HITS;
    }

    void endRun() {
      int at = 0;
      while (at < run.length()) {
        int length = longest(at);
        if (length > 0) {
          int to = at + length < starts.size() ? starts.get(at + length) : end;
          hits.add(new Excerpt.Hit(starts.get(at), to));
        }
        at += Math.max(1, length);
      }
      run.setLength(0);
      starts.clear();
      end = -1;
    }

    private int longest(int at) {
      int longest = 0;
      for (String wish : wanted.runs()) {
        if (run.indexOf(wish, at) == at) {
          longest = Math.max(longest, wish.length());
        }
      }
      return longest;
    }
  }

  private boolean meant(String word) {
    return stems.contains(known.getOrDefault(word, word))
        || wanted.beginnings().stream().anyMatch(word::startsWith);
  }
}
