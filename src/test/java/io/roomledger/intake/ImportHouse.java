package io.roomledger.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.chat.ChatHouse;
import io.roomledger.chat.ChatRoom;
import io.roomledger.chat.Message;
import io.roomledger.identity.Account;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A house into which exports are taken, and what the import told meanwhile. */
public final class ImportHouse implements AutoCloseable, Intake {
  public final ChatHouse chat;
  public final List<String> skipped = new ArrayList<>();

  public ImportHouse(Path folder) {
    chat = new ChatHouse(folder);
  }

  @Override
  public void progress(long done, long total, String what) {
    assertThat(done).isBetween(0L, total);
  }

  @Override
  public void skipped(String file, long line, Problem problem) {
    skipped.add(file + ":" + line + ": " + problem);
  }

  public ChatRoom room(String name) {
    return chat.rooms.resolve(chat.operator, name);
  }

  /** The messages of the room of that name or id. */
  public List<Message> messages(String name) {
    return chat.messages.list(chat.operator, room(name).id(), Optional.empty(), 1000).items();
  }

  public Account account(String username) {
    return chat.accounts.findByUsername("main", username).orElseThrow();
  }

  /** What a file of a message holds. */
  public String content(Message message, int file) throws IOException {
    var stored = chat.store.find(message.files().get(file).storeKey()).orElseThrow();
    try (var in = stored.content().open(0)) {
      return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  /** How many rooms and accounts there are. */
  public long rows() {
    return chat.database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT (SELECT count(*) FROM chat_room) + (SELECT count(*) FROM account)")
                .mapTo(Long.class)
                .one());
  }

  @Override
  public void close() {
    chat.close();
  }
}
