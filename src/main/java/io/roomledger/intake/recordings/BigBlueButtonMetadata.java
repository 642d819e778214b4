package io.roomledger.intake.recordings;

import io.roomledger.intake.UnreadableException;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads the {@code metadata.xml} that BigBlueButton writes when it has published a recording: the
 * meeting's name, when it began and ended in milliseconds, and who was there, where it says so and
 * not only how many. It resolves nothing from elsewhere and takes no document type.
 * https://docs.bigbluebutton.org/development/recording
 */
final class BigBlueButtonMetadata {
  private static final int DEEPEST = 16;

  /** The year 9999 ends after it. */
  private static final long LATEST = 253_402_300_799_000L;

  private final String[] open = new String[DEEPEST + 1];
  private final StringBuilder text = new StringBuilder();
  private final Map<String, String> values = new HashMap<>();
  private final Map<String, String> person = new HashMap<>();
  private final List<Meeting.Person> people = new ArrayList<>();
  private int depth;

  private BigBlueButtonMetadata() {}

  static Meeting read(byte[] bytes) throws UnreadableException {
    BigBlueButtonMetadata metadata = new BigBlueButtonMetadata();
    try {
      XMLStreamReader xml = factory().createXMLStreamReader(new ByteArrayInputStream(bytes));
      while (xml.hasNext()) {
        metadata.take(xml.next(), xml);
      }
      xml.close();
    } catch (XMLStreamException broken) {
      throw new UnreadableException("malformed XML (expected: what BigBlueButton writes)");
    }
    return metadata.meeting();
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory;
  }

  private void take(int event, XMLStreamReader xml) throws UnreadableException {
    switch (event) {
      case XMLStreamConstants.DTD ->
          throw new UnreadableException("has a document type (expected: none)");
      case XMLStreamConstants.START_ELEMENT -> begin(xml);
      case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(xml.getText());
      case XMLStreamConstants.END_ELEMENT -> end();
      default -> {
        // comments and the like say nothing
      }
    }
  }

  private void begin(XMLStreamReader xml) throws UnreadableException {
    if (depth == DEEPEST) {
      throw new UnreadableException("more than %s elements deep (expected: fewer)", DEEPEST);
    }
    open[depth++] = xml.getLocalName();
    text.setLength(0);
    if (depth == 1 && !open[0].equals("recording")) {
      throw new UnreadableException("<%s> (expected: <recording>)", Found.title(open[0]));
    }
    if (depth == 2 && open[1].equals("meeting")) {
      values.put("meeting", Optional.ofNullable(xml.getAttributeValue(null, "name")).orElse(""));
    }
    if (depth == 3 && open[1].equals("participants")) {
      person.clear();
      for (int i = 0; i < xml.getAttributeCount(); i++) {
        person.put(xml.getAttributeLocalName(i), xml.getAttributeValue(i));
      }
    }
  }

  private void end() {
    String value = text.toString().strip();
    text.setLength(0);
    if (depth == 2) {
      values.putIfAbsent(open[1], value);
    } else if (depth == 3 && open[1].equals("meta")) {
      values.putIfAbsent("meta/" + open[2], value);
    } else if (depth == 3 && open[1].equals("participants")) {
      person.putIfAbsent("name", value);
      people.add(
          new Meeting.Person(
              person.getOrDefault("name", ""),
              person.getOrDefault("username", ""),
              person.getOrDefault("email", "")));
    } else if (depth == 4 && open[1].equals("participants")) {
      person.put(open[3], value);
    }
    depth--;
  }

  private Meeting meeting() throws UnreadableException {
    Optional<String> name = value("meeting").or(() -> value("meta/meetingName"));
    return new Meeting(name.or(() -> value("meta/name")), time(), people);
  }

  private Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> !value.isBlank());
  }

  private Optional<Meeting.Time> time() throws UnreadableException {
    Optional<String> start = value("start_time");
    if (start.isEmpty()) {
      return Optional.empty();
    }
    long began = millis(start.get());
    long ended = value("end_time").isPresent() ? millis(value("end_time").get()) : began;
    if (ended < began) {
      throw new UnreadableException(
          "time: %s to %s (expected: start_time before end_time)", began, ended);
    }
    return Optional.of(new Meeting.Time(Instant.ofEpochMilli(began), Instant.ofEpochMilli(ended)));
  }

  private static long millis(String value) throws UnreadableException {
    try {
      long millis = Long.parseLong(value);
      if (millis >= 0 && millis <= LATEST) {
        return millis;
      }
    } catch (NumberFormatException none) {
      // told below, as any other that is no time
    }
    throw new UnreadableException(
        "time: %s (expected: milliseconds since 1970)", Found.title(value));
  }
}
