package io.roomledger.checkup;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How one thing is.
 *
 * @param what the thing, such as {@code database}
 * @param state how it is
 * @param reason which of the things that can be said of it, such as {@code away}
 * @param figures what stands in the sentence
 */
public record Finding(String what, State state, String reason, List<Object> figures) {
  /** How something is. */
  public enum State {
    /** As it should be. */
    WELL,
    /** It works, and somebody should look at it. */
    WATCH,
    /** It does not work. */
    ILL,
    /** Nobody can tell, because something else does not work. */
    UNKNOWN
  }

  public Finding {
    figures = List.copyOf(figures);
  }

  /** As it should be. */
  public static Finding well(String what, String reason, Object... figures) {
    return new Finding(what, State.WELL, reason, List.of(figures));
  }

  /** Somebody should look at it. */
  public static Finding watch(String what, String reason, Object... figures) {
    return new Finding(what, State.WATCH, reason, List.of(figures));
  }

  /** It does not work. */
  public static Finding ill(String what, String reason, Object... figures) {
    return new Finding(what, State.ILL, reason, List.of(figures));
  }

  /** Nobody can tell. */
  public static Finding unknown(String what) {
    return new Finding(what, State.UNKNOWN, "unknown", List.of());
  }

  /** The name of the thing for people. English, unless the locale is Chinese. */
  public String name(Locale locale) {
    return Sentences.of(locale).say(what);
  }

  /** How it is, in a sentence. */
  public String said(Locale locale) {
    Sentences sentences = Sentences.of(locale);
    return state == State.UNKNOWN
        ? sentences.say("unknown")
        : sentences.say(what + "." + reason, figures);
  }

  /** What to do about it, if there is something to do. */
  public Optional<String> advice(Locale locale) {
    return Sentences.of(locale).find(what + "." + reason + ".do", figures);
  }
}
