package io.roomledger.chat;

import io.roomledger.base.Page;
import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.identity.Account;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Permissions;
import io.roomledger.job.Round;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * The door by which messages are found by their words, in all rooms that the caller may read (see
 * {@link ChatRooms}) or in one.
 *
 * <p>Words are found whatever their case and accents, English ones also in their other forms
 * ({@code meet} finds {@code meetings}); of Chinese, Japanese, Korean and Thai any piece of a text
 * is found. What was deleted is not found any more, what was edited by its new words only. Of a
 * message the first 16,000 words count.
 */
public final class MessageSearch {
  /** The most messages on one page. */
  public static final int LONGEST_PAGE = 100;

  /** How many of the newest are ranked. */
  private static final int RANKED = 1_000;

  private final ChatRooms.House house;
  private final RoomRights rights;
  private final SearchIndex index;

  public MessageSearch(ChatRooms.House house) {
    this.house = house;
    this.rights = new RoomRights(house.accounts());
    this.index = new SearchIndex(house.database());
  }

  /**
   * Looks for messages.
   *
   * @param key the key that came with the page before; without one, the first page
   * @param limit how many, at most {@link #LONGEST_PAGE}
   * @throws RefusedException not found or forbidden, if a room is named that is not there or that
   *     the caller may not read; forbidden without the scope {@code chat:read}; invalid, if there
   *     is no word to look for, or too many
   */
  public FoundMessages search(
      Caller caller, SearchQuestion question, Optional<String> key, int limit) {
    caller.needScope(RoomRights.SCOPE);
    SearchWords words = SearchWords.parse(question.words());
    SearchRows.Place before = key.map(MessageSearch::place).orElse(first(question.period()));
    boolean whole = index.catchUp();
    Page<FoundMessage> page =
        house
            .database()
            .jdbi()
            .inTransaction(handle -> {
              List<String> rooms = rooms(handle, caller, question.room());
              if (rooms.isEmpty()) {
                return new Page<FoundMessage>(List.of(), Optional.empty());
              }
              SearchRows.Wish wish =
                  new SearchRows.Wish(words.query(), rooms, question.author(), question.period());
              int most = Math.clamp(limit, 1, LONGEST_PAGE);
              return page(handle, words, hits(handle, question, wish, before, most + 1), most);
            });
    return new FoundMessages(page, whole);
  }

  private List<String> rooms(Handle handle, Caller caller, Optional<String> room) {
    if (room.isPresent()) {
      return List.of(rights.readable(handle, caller, room.get()).id());
    }
    return SearchRows.rooms(
        handle,
        caller.organisation(),
        caller instanceof Caller.Operator,
        caller.may(Permissions.VIEW_PUBLIC_ROOMS),
        RoomRights.accountOf(caller));
  }

  private static List<SearchRows.Hit> hits(
      Handle handle,
      SearchQuestion question,
      SearchRows.Wish wish,
      SearchRows.Place before,
      int most) {
    return switch (question.order()) {
      case NEWEST -> SearchRows.newest(handle, wish, before, most);
      case BEST ->
          SearchRows.best(
              handle,
              wish,
              SearchRows.newest(handle, wish, first(question.period()), RANKED),
              before,
              most);
    };
  }

  private Page<FoundMessage> page(
      Handle handle, SearchWords words, List<SearchRows.Hit> hits, int most) {
    List<SearchRows.Hit> shown = hits.subList(0, Math.min(most, hits.size()));
    Map<String, Message> messages =
        MessageRows.ofIds(handle, SearchRows.unchanged(handle, shown)).stream()
            .collect(Collectors.toMap(Message::id, Function.identity()));
    Highlighter highlighter =
        Highlighter.of(handle, words, messages.values().stream().map(Message::text).toList());
    Map<String, Account> authors =
        house
            .accounts()
            .find(
                handle,
                messages.values().stream().flatMap(one -> one.authorId().stream()).toList());
    List<FoundMessage> found =
        shown.stream()
            .map(hit -> messages.get(hit.id()))
            .filter(Objects::nonNull)
            .map(message ->
                new FoundMessage(
                    message,
                    message.authorId().map(authors::get),
                    highlighter.excerpt(message.text())))
            .toList();
    return new Page<>(
        found, hits.size() > most ? Optional.of(key(shown.getLast())) : Optional.empty());
  }

  private static SearchRows.Place first(Period period) {
    return new SearchRows.Place(period.to(), "", Double.MAX_VALUE);
  }

  private static String key(SearchRows.Hit last) {
    return Long.toHexString(Double.doubleToLongBits(last.rank()))
        + "."
        + ChronoUnit.MICROS.between(Instant.EPOCH, last.sentAt())
        + "."
        + last.id();
  }

  private static SearchRows.Place place(String key) {
    String[] parts = key.split("\\.", 3);
    try {
      return new SearchRows.Place(
          Instant.EPOCH.plus(Long.parseLong(parts[1]), ChronoUnit.MICROS),
          parts[2],
          Double.longBitsToDouble(Long.parseUnsignedLong(parts[0], 16)));
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new RefusedException(
          new Refusal.Invalid("page key", key, "the key that came with the page before"));
    }
  }

  /** Takes what was said since into the index, so that whoever searches need not wait for it. */
  public Round round() {
    return new Round("chat.search", Duration.ofSeconds(10), index::advance);
  }

  /** Takes all that was said into the index now. */
  public int advance() {
    return index.advance();
  }
}
