package io.roomledger.intake.zulip;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.base.RefusedException;
import io.roomledger.intake.Archive;
import io.roomledger.intake.JsonTables;
import io.roomledger.intake.Problem;
import io.roomledger.intake.UnreadableException;
import io.roomledger.intake.chat.EmptyImport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Tables as Zulip writes them: people, channels and messages, each becomes one of ours. */
public final class ZulipFuzz {
  private static final Archive NOTHING = EmptyImport.archive();

  private ZulipFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    ZulipRealm realm = new ZulipRealm("default");
    List<JsonNode> messages = new ArrayList<>();
    try {
      JsonTables.read(new ByteArrayInputStream(bytes), realm.reader("realm.json"));
      JsonTables.read(new ByteArrayInputStream(bytes), gathering(messages));
    } catch (RefusedException | UnreadableException broken) {
      // said to whoever imports
    }
    for (JsonNode message : messages) {
      realm.roomOf(message);
    }
    ZulipMessages reader =
        new ZulipMessages("default", realm, NOTHING, "", EmptyImport.run(NOTHING));
    for (ZulipRealm.Room room : realm.rooms()) {
      realm.room(room);
      realm.members(room);
      reader.begin(room);
      for (JsonNode message : messages) {
        reader.read(message);
      }
    }
  }

  private static JsonTables.Reader gathering(List<JsonNode> messages) {
    return new JsonTables.Reader() {
      @Override
      public void element(String table, JsonNode json, long line) {
        if (messages.size() < 100) {
          messages.add(json);
        }
      }

      @Override
      public void broken(long line, Problem problem) {}
    };
  }
}
