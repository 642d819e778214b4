package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What an object must look like, and the words in which the validator of the vendor's current
 * servers (AJV) says what is wrong with one: it stops at the first fault, and takes numbers and
 * truths for texts.
 */
final class Schema {
  /** What a call without parameters asks for: anything. */
  static final Schema ANY = new Schema(List.of(), List.of(), false);

  private static final String NOT_ALLOWED = "must be equal to one of the allowed values";
  private static final int DATE_LENGTH = 10;

  /** What is wrong with a value, if anything is. */
  interface Check extends Function<JsonNode, Optional<String>> {}

  private record Key(String name, Check check) {}

  private final List<String> required;
  private final List<Key> keys;
  private final boolean closed;

  private Schema(List<String> required, List<Key> keys, boolean closed) {
    this.required = required;
    this.keys = keys;
    this.closed = closed;
  }

  /** This and a field that must be there. */
  Schema need(String name, Check check) {
    List<String> more = new ArrayList<>(required);
    more.add(name);
    return new Schema(more, and(name, check), closed);
  }

  /** This and a field that may be there. */
  Schema may(String name, Check check) {
    return new Schema(required, and(name, check), closed);
  }

  /** This and nothing else. */
  Schema closed() {
    return new Schema(required, keys, true);
  }

  private List<Key> and(String name, Check check) {
    List<Key> more = new ArrayList<>(keys);
    more.add(new Key(name, check));
    return more;
  }

  /** What is wrong with the value, if anything is. */
  Optional<String> fault(JsonNode body) {
    if (!body.isObject()) {
      return Optional.of("must be object");
    }
    for (String name : required) {
      if (!body.has(name)) {
        return Optional.of("must have required property '" + name + "'");
      }
    }
    if (closed && hasMore(body)) {
      return Optional.of("must NOT have additional properties");
    }
    for (Key key : keys) {
      Optional<String> fault =
          body.has(key.name()) ? key.check().apply(body.get(key.name())) : Optional.empty();
      if (fault.isPresent()) {
        return fault;
      }
    }
    return Optional.empty();
  }

  private boolean hasMore(JsonNode body) {
    Set<String> known = Set.copyOf(keys.stream().map(Key::name).toList());
    for (Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
      if (!known.contains(names.next())) {
        return true;
      }
    }
    return false;
  }

  /** Numbers, truths and null become text. */
  static Optional<String> string(JsonNode value) {
    return value.isContainerNode() ? Optional.of("must be string") : Optional.empty();
  }

  /** A text of at least one character. */
  static Optional<String> filled(JsonNode value) {
    return string(value)
        .or(() ->
            Asked.scalar(value).isEmpty()
                ? Optional.of("must NOT have fewer than 1 characters")
                : Optional.empty());
  }

  /** An object. */
  static Optional<String> object(JsonNode value) {
    return value.isObject() ? Optional.empty() : Optional.of("must be object");
  }

  /** An array of texts, perhaps none. */
  static Optional<String> strings(JsonNode value) {
    return strings(value, false, 0);
  }

  /** One of these texts. */
  static Check oneOf(String... allowed) {
    return value -> {
      if (value.isContainerNode()) {
        return Optional.of("must be string");
      }
      boolean fits = List.of(allowed).contains(value.asText());
      return fits ? Optional.empty() : Optional.of(NOT_ALLOWED);
    };
  }

  /** A day of the calendar, or null. */
  static Optional<String> date(JsonNode value) {
    if (value.isNull()) {
      return Optional.empty();
    }
    if (value.isContainerNode()) {
      return Optional.of("must be string");
    }
    return isDate(value.asText()) ? Optional.empty() : Optional.of("must match format \"date\"");
  }

  private static boolean isDate(String text) {
    try {
      return text.length() == DATE_LENGTH && LocalDate.parse(text).getYear() >= 0;
    } catch (DateTimeException e) {
      return false;
    }
  }

  /** An array of at least {@code least} texts. */
  static Optional<String> strings(JsonNode value, boolean nullable, int least) {
    if (value.isNull() && nullable) {
      return Optional.empty();
    }
    if (!value.isArray()) {
      return Optional.of("must be array");
    }
    if (value.size() < least) {
      return Optional.of("must NOT have fewer than " + least + " items");
    }
    for (JsonNode element : value) {
      if (element.isContainerNode()) {
        return Optional.of("must be string");
      }
    }
    return Optional.empty();
  }
}
