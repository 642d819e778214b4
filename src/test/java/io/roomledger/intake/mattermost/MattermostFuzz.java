package io.roomledger.intake.mattermost;

import io.roomledger.intake.Archive;
import io.roomledger.intake.JsonLines;
import io.roomledger.intake.UnreadableException;
import io.roomledger.intake.chat.ChatImport;
import io.roomledger.intake.chat.EmptyImport;
import io.roomledger.intake.chat.People;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Posts and their replies as Mattermost writes them, one a line: each becomes one of ours. */
public final class MattermostFuzz {
  private static final Archive NOTHING = EmptyImport.archive();

  private MattermostFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    MattermostPosts posts =
        new MattermostPosts(
            "default",
            new People("default", "mattermost account"),
            NOTHING,
            EmptyImport.run(NOTHING));
    try {
      JsonLines.read(
          new ByteArrayInputStream(bytes),
          ChatImport.quietReader((json, line) -> posts.read("room", json, message -> {})));
    } catch (UnreadableException tooLong) {
      // said to whoever imports
    }
  }
}
