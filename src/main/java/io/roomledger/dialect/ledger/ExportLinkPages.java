// docs/ledger-api.md#exports
package io.roomledger.dialect.ledger;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.export.ExportLink;
import io.roomledger.export.ExportLinks;
import io.roomledger.http.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Links to the files of exports that need no token, end by themselves, and can be ended. */
final class ExportLinkPages {
  private static final String ALL = ExportPages.ONE + "/links";
  static final String FILES = "/files/";
  private static final Duration USUAL = Duration.ofHours(24);

  private final ExportLinks links;

  ExportLinkPages(ExportLinks links) {
    this.links = links;
  }

  List<Route> routes() {
    return List.of(
        Route.post(ALL, ExportPages.TAG, "Makes a link to the file of an export.")
            .needs(Gate.EXPORTS_WRITE)
            .takes(LinkWish.class)
            .refuses(409)
            .gives(201, "The link; its address is told only now.", NewLink.class, this::make),
        Route.get(ALL, ExportPages.TAG, "The links to an export, without their addresses.")
            .needs(Gate.EXPORTS_READ)
            .gives(LinkList.class, this::list),
        Route.delete(ALL + "/{link}", ExportPages.TAG, "Ends a link.")
            .needs(Gate.EXPORTS_WRITE)
            .givesNothing("It is ended.", this::end),
        Route.get(FILES + "{ticket}", ExportPages.TAG, "The file behind a link, by ranges.")
            .refuses(403, 409)
            .givesFileOrPlace("The file.", ExportPages.FILES, this::file));
  }

  /** What link is wanted. */
  record LinkWish(
      @Means("How long it opens the file, in milliseconds: at most 30 days, else one.")
          Optional<Duration> life) {}

  /** A link that was made just now. */
  record NewLink(@Means("Where the file is.") String address, LinkView link) {}

  /** Links. */
  record LinkList(@Means("The oldest first, also those that ended.") List<LinkView> links) {}

  /** A link. */
  record LinkView(
      String id,
      @Means("Who made it.") String madeBy,
      Instant madeAt,
      Instant expiresAt,
      @Means("When somebody ended it.") Optional<Instant> endedAt,
      @Means("How often it was opened.") long uses) {
    static LinkView of(ExportLink link) {
      return new LinkView(
          Long.toString(link.id()),
          link.madeBy(),
          link.madeAt(),
          link.expiresAt(),
          link.use().endedAt(),
          link.use().times());
    }
  }

  private NewLink make(Ask ask) {
    Duration life = ask.body(LinkWish.class).life().orElse(USUAL);
    ExportLink.Made made = links.make(ask.caller(), ExportPages.id(ask), life);
    ask.tell("Cache-Control", "no-store");
    return new NewLink(
        ask.call().origin() + Ledger.LINKED + made.ticket(), LinkView.of(made.link()));
  }

  private LinkList list(Ask ask) {
    return new LinkList(
        links.list(ask.caller(), ExportPages.id(ask)).stream().map(LinkView::of).toList());
  }

  private void end(Ask ask) {
    long link = ExportPages.number(ask.need("link"), Refusal.Thing.LINK);
    links.end(ask.caller(), ExportPages.id(ask), link);
  }

  private Answer file(Ask ask) {
    try {
      return ExportPages.send(links.open(ask.need("ticket"), ask.call().address()));
    } catch (RefusedException refused) {
      if (refused.refusal() instanceof Refusal.Unauthenticated) {
        throw new ProblemException(
            403, "link", "this link is wrong, has expired or was ended (expected: a new one)");
      }
      throw refused;
    }
  }
}
