package io.roomledger.export.format;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who said something, and how often. Past {@value #KNOWN} people only the number is kept. Somebody
 * may go by several names, as programs do: counted are people, by the name they had first.
 */
final class HtmlPeople {
  static final int KNOWN = 30_000;
  private static final int COLOURS = 12;

  private static final Pattern WORDS = Pattern.compile("[\\s._-]+");

  private final Map<String, Person> people = new LinkedHashMap<>();
  private final Map<List<String>, Person> otherNames = new HashMap<>();
  private final int known;
  private boolean more;

  /**
   * Begins.
   *
   * @param known past how many only the number is kept
   */
  HtmlPeople(int known) {
    this.known = known;
  }

  /** Somebody, with the pieces that every message of theirs shows. */
  static final class Person {
    final String name;
    final String username;
    final String initials;
    final int colour;

    /** The name, escaped. */
    final byte[] nameMarkup;

    /** What stands before the time in the head of a message of theirs. */
    final byte[] head;

    long rows;

    Person(String username, String name) {
      this.username = username;
      this.name = shown(username, name);
      this.initials = initials(this.name);
      this.colour = Math.floorMod((username.hashCode() * 0x9E3779B1) >>> 8, COLOURS);
      this.nameMarkup = Utf8.bytes(out -> out.text(this.name));
      this.head = Utf8.bytes(this::head);
    }

    private static String shown(String username, String name) {
      return name.isBlank() ? (username.isBlank() ? "Unknown" : username) : name;
    }

    boolean isCalled(String other) {
      return name.equals(shown(username, other));
    }

    /** Whether that is this one, under this name. */
    boolean same(@Nullable Person other) {
      return this == other
          || (other != null && username.equals(other.username) && name.equals(other.name));
    }

    private void head(Utf8 out) throws IOException {
      out.raw("<h3 class=\"c").raw(colour).raw("\" data-i=\"").text(initials).raw("\"><bdi>");
      out.raw(nameMarkup).raw("</bdi> ");
      if (!name.equals(username)) {
        out.raw("<i>@").text(username).raw("</i> ");
      }
    }

    private static String initials(String name) {
      StringBuilder initials = new StringBuilder();
      for (String word : WORDS.split(name, -1)) {
        if (initials.codePointCount(0, initials.length()) < 2) {
          word.codePoints()
              .filter(Character::isLetterOrDigit)
              .limit(1)
              .forEach(initials::appendCodePoint);
        }
      }
      return initials.isEmpty() ? "?" : initials.toString().toUpperCase(Locale.ROOT);
    }
  }

  /** Somebody who is not counted. */
  static Person of(String username, String name) {
    return new Person(username, name);
  }

  /** Counts a row of that person, and answers who that is under that name. */
  Person said(String username, String name) {
    Person person = counted(username, name, 1);
    return person.isCalled(name) ? person : underThatName(username, name);
  }

  private Person counted(String username, String name, long rows) {
    Person person = people.get(username);
    if (person == null) {
      person = new Person(username, name);
      if (people.size() < known) {
        people.put(username, person);
      } else {
        more = true;
      }
    }
    person.rows += rows;
    return person;
  }

  private Person underThatName(String username, String name) {
    List<String> both = List.of(username, name);
    Person person = otherNames.get(both);
    if (person == null) {
      person = new Person(username, name);
      if (otherNames.size() < KNOWN) {
        otherNames.put(both, person);
      }
    }
    return person;
  }

  /** All of them, in the order in which they said something first. */
  List<HtmlStretch.Person> told() {
    return people.values().stream()
        .map(person -> new HtmlStretch.Person(person.username, person.name, person.rows))
        .toList();
  }

  /** Counts what people said behind all that is counted. */
  void add(List<HtmlStretch.Person> others) {
    for (HtmlStretch.Person other : others) {
      Person _ = counted(other.username(), other.name(), other.rows());
    }
  }

  /** How many there are, such as {@code 12} or {@code over 10,000}. */
  String count() {
    return (more ? "over " : "") + HtmlShell.number(people.size());
  }

  int size() {
    return people.size();
  }

  /** Those who said most. */
  List<Person> most(int limit) {
    return people.values().stream()
        .sorted(
            Comparator.comparingLong((Person person) -> -person.rows)
                .thenComparing(person -> person.username))
        .limit(limit)
        .toList();
  }
}
