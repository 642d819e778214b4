// docs/ledger-api.md#search
package io.roomledger.dialect.ledger;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.chat.Excerpt;
import io.roomledger.chat.FoundMessage;
import io.roomledger.chat.FoundMessages;
import io.roomledger.chat.Message;
import io.roomledger.chat.MessageSearch;
import io.roomledger.chat.SearchQuestion;
import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Messages by their words. */
final class SearchPages {
  private static final String CHAT = "chat:read";
  private static final int USUAL = 20;

  private final MessageSearch search;
  private final Accounts accounts;

  SearchPages(MessageSearch search, Accounts accounts) {
    this.search = search;
    this.accounts = accounts;
  }

  List<Route> routes() {
    return List.of(
        Route.get(
                "/search/messages",
                "Search",
                "Messages that have all these words, in the rooms that the caller may read.")
            .needs(CHAT)
            .with(
                Param.query(
                        "words",
                        Shape.text(),
                        "Words in any form; \"in quotes\" one after the other, -without this one,"
                            + " begin* of one.")
                    .needed(),
                Param.query("room", Shape.text(), "Only in this room, by its id."),
                Param.query("person", Shape.text(), "Only by the person of this user name."))
            .withPeriod("Sent")
            .with(
                Param.query(
                        "order",
                        Shape.oneOf(SearchQuestion.Order.class),
                        "What comes first: the newest, or the best of the 1,000 newest.")
                    .otherwise("newest"),
                Param.after(),
                Param.limit(USUAL, MessageSearch.LONGEST_PAGE))
            .refuses(404)
            .gives(FoundPage.class, this::answer));
  }

  /** A page of what was found. */
  record FoundPage(
      List<FoundView> messages,
      @Means("The key of the next page; a page may be short and still have one.")
          Optional<String> next,
      @Means("Whether everything was looked at; false while much that is new is being indexed.")
          boolean whole) {}

  /** A message that was found. */
  record FoundView(
      String id,
      @Means("The chat room's id.") String room,
      Instant sentAt,
      @Means("The user name of who wrote it; null for a program without an account.")
          Optional<String> author,
      @Means("The name for people of who wrote it.") String authorName,
      @Means("The message that it answers.") Optional<String> parent,
      @Means("A piece of it around what was looked for: plain text, not HTML.") String excerpt,
      @Means("Where in the excerpt the words are.") List<HitView> hits,
      @Means("Whether the message has more before the excerpt.") boolean cutBefore,
      @Means("Whether it has more after it.") boolean cutAfter) {
    static FoundView of(FoundMessage found) {
      Message message = found.message();
      Excerpt excerpt = found.excerpt();
      Optional<Account> author = found.author();
      return new FoundView(
          message.id(),
          message.roomId(),
          message.sentAt(),
          author.map(Account::username),
          message.alias().isEmpty() ? author.map(Account::name).orElse("") : message.alias(),
          message.parentId(),
          excerpt.text(),
          excerpt.hits().stream().map(hit -> new HitView(hit.from(), hit.to())).toList(),
          excerpt.cutBefore(),
          excerpt.cutAfter());
    }
  }

  /** A found word, counted in UTF-16 units. */
  record HitView(
      @Means("Its first character.") long from, @Means("The one after its last.") long to) {}

  private FoundPage answer(Ask ask) {
    SearchQuestion question =
        new SearchQuestion(
            ask.need("words"),
            ask.text("room"),
            ask.text("person").map(name -> account(ask, name)),
            ask.period(),
            ask.choice("order", SearchQuestion.Order.class).orElse(SearchQuestion.Order.NEWEST));
    FoundMessages found = search.search(ask.caller(), question, ask.text("after"), ask.limit());
    return new FoundPage(
        found.page().items().stream().map(FoundView::of).toList(),
        found.page().next(),
        found.whole());
  }

  private String account(Ask ask, String username) {
    return accounts
        .findByUsername(ask.caller().organisation(), username)
        .map(Account::id)
        .orElseThrow(
            () -> new RefusedException(new Refusal.NotFound(Refusal.Thing.ACCOUNT, username)));
  }
}
