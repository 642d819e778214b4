package io.roomledger.intake.recordings;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.intake.Fields;
import io.roomledger.intake.JsonList;
import io.roomledger.intake.UnreadableException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the {@code metadata.json} that Jibri writes when a recording has ended: {@code
 * meeting_url}, and {@code participants}, each of which is what the token of a person said of them.
 * https://github.com/jitsi/jibri
 */
final class JibriMetadata {
  private JibriMetadata() {}

  static Meeting read(byte[] bytes) throws UnreadableException {
    JsonNode json;
    try {
      json = JsonList.whole(new ByteArrayInputStream(bytes));
    } catch (IOException broken) {
      throw new UnreadableException("malformed JSON (expected: what Jibri writes)");
    }
    if (!json.isObject()) {
      throw new UnreadableException("not an object (expected: {\"meeting_url\": ...})");
    }
    List<Meeting.Person> people = new ArrayList<>();
    for (JsonNode participant : json.path("participants")) {
      people.add(
          person(participant.path("user").isObject() ? participant.get("user") : participant));
    }
    return new Meeting(room(Fields.text(json, "meeting_url")), Optional.empty(), people);
  }

  private static Meeting.Person person(JsonNode user) {
    return new Meeting.Person(
        Fields.first(user, "name", "displayName", "display_name"),
        Fields.first(user, "username", "userName", "user_name"),
        Fields.text(user, "email"));
  }

  /** A room is called by the end of its address. */
  private static Optional<String> room(String address) {
    try {
      String path = Optional.ofNullable(new URI(address).getPath()).orElse("");
      return Optional.of(path.substring(path.lastIndexOf('/') + 1)).filter(name -> !name.isBlank());
    } catch (URISyntaxException none) {
      return Optional.empty();
    }
  }
}
