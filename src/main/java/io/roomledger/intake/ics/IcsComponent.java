package io.roomledger.intake.ics;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import net.fortuna.ical4j.data.CalendarParserImpl;
import net.fortuna.ical4j.data.ContentHandler;
import net.fortuna.ical4j.data.ParserException;

/**
 * A component as its lines say: properties with their parameters, and components inside. Values
 * mean nothing yet, so one that nobody reads can be as wrong as it likes.
 *
 * @param name such as {@code VEVENT}
 * @param properties in their order
 * @param inside the components inside
 */
record IcsComponent(String name, List<Property> properties, List<IcsComponent> inside) {
  /** An event holds alarms, a zone its times; the parser goes as deep as its stack. */
  private static final int DEEPEST = 20;

  /**
   * A line.
   *
   * @param name in capitals
   * @param parameters by name in capitals
   * @param value as it stands, escapes and all
   */
  record Property(String name, Map<String, String> parameters, String value) {
    Optional<String> parameter(String key) {
      return Optional.ofNullable(parameters.get(key));
    }

    /** The value as text, RFC 5545, section 3.3.11. */
    String text() {
      StringBuilder plain = new StringBuilder(value.length());
      for (int i = 0; i < value.length(); i++) {
        char c = value.charAt(i);
        if (c == '\\' && i + 1 < value.length()) {
          char escaped = value.charAt(++i);
          plain.append(escaped == 'n' || escaped == 'N' ? '\n' : escaped);
        } else {
          plain.append(c);
        }
      }
      return plain.toString();
    }
  }

  /** Reads one component. */
  static IcsComponent parse(String text) throws BrokenEntryException {
    Collector collector = new Collector();
    try {
      new CalendarParserImpl()
          .parse(
              new StringReader("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + text + "END:VCALENDAR\r\n"),
              collector);
    } catch (ParserException | IOException | TooDeepException e) {
      throw new BrokenEntryException("it cannot be read: %s", String.valueOf(e.getMessage()));
    }
    if (collector.done.size() != 1) {
      throw new BrokenEntryException("it cannot be read: components do not end where they should");
    }
    return collector.done.getFirst();
  }

  /** The first property of that name. */
  Optional<Property> one(String name) {
    return properties.stream().filter(property -> property.name().equals(name)).findFirst();
  }

  /** Every property of that name. */
  List<Property> all(String name) {
    return properties.stream().filter(property -> property.name().equals(name)).toList();
  }

  /** The first property of that name. */
  Property need(String name) throws BrokenEntryException {
    return one(name)
        .orElseThrow(() -> new BrokenEntryException("%s: missing (expected: one)", name));
  }

  /** Unchecked, since it must pass through the parser. */
  private static final class TooDeepException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooDeepException() {
      super("more than " + DEEPEST + " components inside one another");
    }
  }

  private static final class Collector implements ContentHandler {
    private final List<IcsComponent> open = new ArrayList<>();
    private final List<IcsComponent> done = new ArrayList<>();
    private String name = "";
    private String value = "";
    private Map<String, String> parameters = new HashMap<>();

    @Override
    public void startCalendar() {}

    @Override
    public void endCalendar() {}

    @Override
    public void startComponent(String component) {
      if (open.size() >= DEEPEST) {
        throw new TooDeepException();
      }
      open.add(
          new IcsComponent(
              component.toUpperCase(Locale.ROOT), new ArrayList<>(), new ArrayList<>()));
    }

    @Override
    public void endComponent(String component) {
      IcsComponent ended = open.removeLast();
      (open.isEmpty() ? done : open.getLast().inside()).add(ended);
    }

    @Override
    public void startProperty(String property) {
      name = property.toUpperCase(Locale.ROOT);
      value = "";
      parameters = new HashMap<>();
    }

    @Override
    public void propertyValue(String text) {
      value = text;
    }

    @Override
    public void parameter(String parameter, String text) {
      parameters.putIfAbsent(parameter.toUpperCase(Locale.ROOT), text.replace("\"", ""));
    }

    @Override
    public void endProperty(String property) {
      if (!open.isEmpty()) {
        open.getLast().properties().add(new Property(name, Map.copyOf(parameters), value));
      }
    }
  }
}
