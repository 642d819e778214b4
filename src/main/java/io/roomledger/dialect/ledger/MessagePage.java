package io.roomledger.dialect.ledger;

import io.roomledger.chat.ChatFile;
import io.roomledger.chat.Message;
import io.roomledger.chat.MessagePages;
import io.roomledger.chat.Reaction;
import io.roomledger.identity.Account;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A part of what was said in a room, as it is told. */
record MessagePage(
    @Means("The oldest first.") List<MessageView> messages,
    @Means("The key of what came before.") Optional<String> earlier,
    @Means("The key of what comes behind.") Optional<String> later) {

  /** What somebody said. */
  record MessageView(
      String id,
      @Means("The room.") String room,
      Instant sentAt,
      @Means("Who wrote it; null for a program without an account.") Optional<AuthorView> author,
      @Means("The name to show instead of the author's; often empty.") String alias,
      @Means("What was written.") String text,
      @Means("What the system says, such as uj; empty for people and programs.") String systemKind,
      @Means("The message that it answers in a thread.") Optional<String> parent,
      @Means("Whether an answer is shown in the room as well.") boolean parentShown,
      @Means("When it was last changed.") Optional<Instant> editedAt,
      @Means("Who last changed it.") Optional<String> editedBy,
      @Means("When it was pinned to the room.") Optional<Instant> pinnedAt,
      List<ReactionView> reactions,
      List<MessageFileView> files) {}

  /** Who wrote. */
  record AuthorView(
      @Means("The account.") String id,
      @Means("Null of an account that is gone.") Optional<String> username,
      Optional<String> name) {}

  /** An emoji under a message. */
  record ReactionView(
      @Means("Its name between colons.") String emoji,
      @Means("The accounts that put it there.") List<String> by) {}

  /** A file that came with a message. */
  record MessageFileView(
      String id,
      @Means("Its name as it came.") String name,
      String mediaType,
      @Means("In bytes; 0 if not known.") long size,
      @Means("Why its bytes are missing, if they are.") Optional<String> missing) {}

  static MessagePage of(MessagePages.Part part) {
    return new MessagePage(
        part.messages().stream().map(message -> view(message, part.people())).toList(),
        part.earlier(),
        part.later());
  }

  private static MessageView view(Message message, Map<String, Account> people) {
    return new MessageView(
        message.id(),
        message.roomId(),
        message.sentAt(),
        message.authorId().map(id -> author(id, Optional.ofNullable(people.get(id)))),
        message.alias(),
        message.text(),
        message.systemKind(),
        message.parentId(),
        message.parentShown(),
        message.edited().map(Message.Edit::at),
        message.edited().map(Message.Edit::by).filter(by -> !by.isEmpty()),
        message.extras().pinned().map(Message.Edit::at),
        message.reactions().stream().map(MessagePage::reaction).toList(),
        message.files().stream().map(MessagePage::file).toList());
  }

  private static AuthorView author(String id, Optional<Account> known) {
    return new AuthorView(id, known.map(Account::username), known.map(Account::name));
  }

  private static ReactionView reaction(Reaction reaction) {
    return new ReactionView(reaction.emoji(), reaction.by());
  }

  private static MessageFileView file(ChatFile file) {
    return new MessageFileView(
        file.id(),
        file.name(),
        file.mediaType(),
        file.size(),
        Optional.of(file.missing()).filter(why -> !why.isEmpty()));
  }
}
