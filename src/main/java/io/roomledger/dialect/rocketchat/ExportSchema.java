package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What the current servers ask of the body, and the words in which their validator (AJV) says what
 * is wrong: the body must match one of two closed objects, each stops at its first fault, and both
 * faults are told.
 */
final class ExportSchema {
  private static final String JOINT = "\n ";
  private static final String NEITHER = "must match exactly one schema in oneOf";
  private static final String NOT_ALLOWED = "must be equal to one of the allowed values";
  private static final int DATE_LENGTH = 10;

  /** A key and what is wrong with a value of it. */
  private record Key(String name, Function<JsonNode, Optional<String>> fault) {}

  /** A closed object. */
  private record Shape(List<String> required, List<Key> keys) {}

  private static final Shape FILE =
      new Shape(
          List.of("rid", "type", "format"),
          List.of(
              new Key("rid", ExportSchema::string),
              new Key("type", value -> oneOf(value, "file")),
              new Key("format", value -> oneOf(value, "html", "json")),
              new Key("dateFrom", ExportSchema::date),
              new Key("dateTo", ExportSchema::date)));

  private static final Shape EMAIL =
      new Shape(
          List.of("rid", "type", "messages"),
          List.of(
              new Key("rid", ExportSchema::string),
              new Key("type", value -> oneOf(value, "email")),
              new Key("toUsers", value -> strings(value, true, 0)),
              new Key("toEmails", value -> strings(value, true, 0)),
              new Key("additionalEmails", ExportSchema::string),
              new Key("subject", ExportSchema::string),
              new Key("messages", value -> strings(value, false, 1))));

  private ExportSchema() {}

  /** What is wrong with the body, if it matches neither object. */
  static Optional<String> fault(JsonNode body) {
    Optional<String> file = fault(FILE, body);
    Optional<String> email = fault(EMAIL, body);
    return file.isPresent() && email.isPresent()
        ? Optional.of(file.get() + JOINT + email.get() + JOINT + NEITHER)
        : Optional.empty();
  }

  private static Optional<String> fault(Shape shape, JsonNode body) {
    if (!body.isObject()) {
      return Optional.of("must be object");
    }
    for (String name : shape.required()) {
      if (!body.has(name)) {
        return Optional.of("must have required property '" + name + "'");
      }
    }
    Set<String> known = Set.copyOf(shape.keys().stream().map(Key::name).toList());
    for (Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
      if (!known.contains(names.next())) {
        return Optional.of("must NOT have additional properties");
      }
    }
    for (Key key : shape.keys()) {
      Optional<String> fault =
          body.has(key.name()) ? key.fault().apply(body.get(key.name())) : Optional.empty();
      if (fault.isPresent()) {
        return fault;
      }
    }
    return Optional.empty();
  }

  /** Numbers, truths and null become text. */
  private static Optional<String> string(JsonNode value) {
    return value.isContainerNode() ? Optional.of("must be string") : Optional.empty();
  }

  private static Optional<String> oneOf(JsonNode value, String... allowed) {
    if (value.isContainerNode()) {
      return Optional.of("must be string");
    }
    return List.of(allowed).contains(value.asText()) ? Optional.empty() : Optional.of(NOT_ALLOWED);
  }

  private static Optional<String> date(JsonNode value) {
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

  private static Optional<String> strings(JsonNode value, boolean nullable, int least) {
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
