package io.roomledger.intake.rocketchat;

import io.roomledger.identity.Account;
import io.roomledger.intake.Archive;
import io.roomledger.intake.JsonLines;
import io.roomledger.intake.UnreadableException;
import io.roomledger.intake.chat.ChatImport;
import io.roomledger.intake.chat.EmptyImport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;

/** Messages as Rocket.Chat's exports and dumps have them, one a line: each becomes one of ours. */
public final class MessagesFuzz {
  private static final Archive NOTHING = EmptyImport.archive();
  private static final Account SOMEBODY =
      new Account("a2345678901234567", "default", "anna", "Anna", Optional.empty(), "", true);

  private MessagesFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    MessageReader messages =
        new MessageReader(
            "r2345678901234567",
            name -> name.startsWith("a") ? Optional.of(SOMEBODY) : Optional.empty(),
            new FileReader(NOTHING, EmptyImport.run(NOTHING), ""));
    try {
      JsonLines.read(
          new ByteArrayInputStream(bytes),
          ChatImport.quietReader((json, line) -> messages.read(json)));
    } catch (UnreadableException tooLong) {
      // said to whoever imports
    }
  }
}
