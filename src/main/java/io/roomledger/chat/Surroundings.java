package io.roomledger.chat;

import io.roomledger.identity.Account;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What messages refer to and do not hold themselves.
 *
 * @param people by id: authors, editors, whoever reacted or pinned
 * @param mentioned by user name in small letters: whom the texts mention
 * @param rooms by name in small letters: the rooms that the texts mention, of those the caller may
 *     know of
 * @param threads by the id of the message they are about
 * @param pictures by the id of the file that is one
 * @param descriptions by the id of the file: what whoever sent it says of it
 */
public record Surroundings(
    Map<String, Account> people,
    Map<String, Account> mentioned,
    Map<String, ChatRoom> rooms,
    Map<String, Replies> threads,
    Map<String, Picture> pictures,
    Map<String, String> descriptions) {

  /**
   * The replies to a message.
   *
   * @param count how many
   * @param lastAt when the last was written
   * @param by the accounts that wrote them, by id
   */
  public record Replies(long count, Instant lastAt, List<String> by) {
    public Replies {
      by = List.copyOf(by);
    }
  }

  /** The account of that id. */
  public Optional<Account> person(String id) {
    return Optional.ofNullable(people.get(id));
  }

  /** The account that a text mentions by that user name. */
  public Optional<Account> mentioned(String username) {
    return Optional.ofNullable(mentioned.get(username.toLowerCase(Locale.ROOT)));
  }

  /** The room that a text mentions by that name. */
  public Optional<ChatRoom> room(String name) {
    return Optional.ofNullable(rooms.get(name.toLowerCase(Locale.ROOT)));
  }

  /** The replies to a message, if there are any. */
  public Optional<Replies> thread(String messageId) {
    return Optional.ofNullable(threads.get(messageId));
  }

  /** What is known of a file that is a picture. */
  public Optional<Picture> picture(String fileId) {
    return Optional.ofNullable(pictures.get(fileId));
  }

  /** What whoever sent a file says of it; often empty. */
  public String description(String fileId) {
    return descriptions.getOrDefault(fileId, "");
  }
}
