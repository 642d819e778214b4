package io.roomledger.export.format;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Who said something, and how often. Past {@value #KNOWN} people only the number is kept. */
final class HtmlPeople {
  private static final int KNOWN = 30_000;
  private static final int COLOURS = 12;

  private static final Pattern WORDS = Pattern.compile("[\\s._-]+");

  private final Map<String, Person> people = new HashMap<>();
  private boolean more;

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
      this.name = name.isBlank() ? (username.isBlank() ? "Unknown" : username) : name;
      this.initials = initials(this.name);
      this.colour = Math.floorMod((username.hashCode() * 0x9E3779B1) >>> 8, COLOURS);
      this.nameMarkup = Utf8.bytes(out -> out.text(this.name));
      this.head = Utf8.bytes(this::head);
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

  /** Counts a row of that person. */
  Person said(String username, String name) {
    Person person = people.get(username);
    if (person == null) {
      person = new Person(username, name);
      if (people.size() < KNOWN) {
        people.put(username, person);
      } else {
        more = true;
      }
    }
    person.rows++;
    return person;
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
