package io.roomledger.chat;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.identity.Account;
import io.roomledger.identity.Caller;
import io.roomledger.mail.Letter;
import io.roomledger.mail.MailAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Sends messages of a room by mail. */
final class RoomMailing {
  private static final int MOST_RECIPIENTS = 100;
  private static final int MOST_MESSAGES = 1000;
  private static final int LONGEST_SUBJECT = 400;

  private final ChatRooms.House house;
  private final RoomRights rights;

  RoomMailing(ChatRooms.House house, RoomRights rights) {
    this.house = house;
    this.rights = rights;
  }

  List<String> send(Caller caller, RoomMail mail) {
    return house.database().jdbi().inTransaction(handle -> send(handle, caller, mail));
  }

  private List<String> send(Handle handle, Caller caller, RoomMail mail) {
    ChatRoom room = rights.exportable(handle, caller, mail.roomId());
    List<String> missing = new ArrayList<>();
    Set<String> recipients = recipients(mail, room.organisation(), missing);
    List<Message> messages = MessageRows.among(handle, room.id(), mail.messageIds());
    MailText text = new MailText(AuthorNames.of(handle, house.accounts(), messages));
    Optional<String> replyTo =
        caller instanceof Caller.Person person ? person.account().email() : Optional.empty();
    if (!recipients.isEmpty()) {
      long _ =
          house
              .outbox()
              .post(
                  handle,
                  new Letter(
                      List.copyOf(recipients),
                      replyTo.filter(MailAddress::isValid),
                      subject(mail, room),
                      text.html(messages),
                      text.plain(messages)));
    }
    house
        .audit()
        .append(
            handle,
            caller,
            "chat.mailed",
            "chat-room:" + room.id(),
            Map.of("messages", "" + messages.size(), "recipients", "" + recipients.size()));
    return missing;
  }

  private Set<String> recipients(RoomMail mail, String organisation, List<String> missing) {
    if (mail.toUsers().isEmpty() && mail.toEmails().isEmpty()) {
      throw invalid("recipients", "none", "at least one user or mail address");
    }
    if (mail.toUsers().size() + mail.toEmails().size() > MOST_RECIPIENTS) {
      throw invalid("recipients", "too many", "at most " + MOST_RECIPIENTS);
    }
    if (mail.messageIds().size() > MOST_MESSAGES) {
      throw invalid("messages", "too many", "at most " + MOST_MESSAGES);
    }
    Set<String> addresses = new LinkedHashSet<>();
    for (String user : mail.toUsers()) {
      Optional<String> address = find(organisation, user).flatMap(Account::email);
      if (address.isEmpty()) {
        missing.add(user);
      } else {
        addresses.add(checked("toUsers", address.get()));
      }
    }
    Set<String> all = new LinkedHashSet<>();
    for (String email : mail.toEmails()) {
      if (!email.isBlank()) {
        all.add(checked("toEmails", email.strip()));
      }
    }
    all.addAll(addresses);
    return all;
  }

  private Optional<Account> find(String organisation, String user) {
    return house
        .accounts()
        .findByUsername(organisation, user)
        .or(() -> house.accounts().find(user).filter(a -> a.organisation().equals(organisation)));
  }

  private static String checked(String field, String address) {
    if (!MailAddress.isValid(address)) {
      throw invalid(field, address, "a mail address");
    }
    return address;
  }

  /** One line, whatever came; the vendor's default is no subject at all, which no server likes. */
  private static String subject(RoomMail mail, ChatRoom room) {
    String subject = oneLine(mail.subject());
    return subject.isEmpty() ? oneLine("Messages from " + room.label()) : subject;
  }

  private static String oneLine(String subject) {
    String line = subject.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
    return line.length() > LONGEST_SUBJECT ? line.substring(0, LONGEST_SUBJECT) : line;
  }

  private static RefusedException invalid(String field, String value, String expected) {
    return new RefusedException(new Refusal.Invalid(field, value, expected));
  }
}
