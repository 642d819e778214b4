package io.roomledger.intake.slack;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.chat.RoomKind;
import io.roomledger.intake.Archive;
import io.roomledger.intake.JsonLines;
import io.roomledger.intake.UnreadableException;
import io.roomledger.intake.chat.ChatImport;
import io.roomledger.intake.chat.EmptyImport;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** People, channels and messages as Slack writes them, one a line: each becomes one of ours. */
public final class SlackFuzz {
  private static final Archive NOTHING = EmptyImport.archive();

  private SlackFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    SlackPeople people = new SlackPeople("default");
    try {
      JsonLines.read(
          new ByteArrayInputStream(bytes),
          ChatImport.quietReader((json, line) -> take(json, people)));
    } catch (UnreadableException tooLong) {
      // said to whoever imports
    }
  }

  private static void take(JsonNode json, SlackPeople people) throws IOException {
    people.add(json);
    SlackChannel channel =
        SlackChannel.of(json, RoomKind.CHANNEL)
            .orElse(new SlackChannel("C1", "general", RoomKind.CHANNEL, json));
    channel.room("default", people);
    new SlackMessages(
            "default",
            channel,
            people,
            new SlackFiles(NOTHING, "", channel.folder(), EmptyImport.chat()))
        .read(json);
  }
}
