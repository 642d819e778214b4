package io.roomledger.console;

import io.roomledger.base.Page;
import io.roomledger.hold.HeldKind;
import io.roomledger.hold.Hold;
import io.roomledger.hold.HoldFilter;
import io.roomledger.hold.Holds;
import io.roomledger.http.Answer;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What must be kept, whoever wants it gone: listed, held, and let go with a reason. */
final class HoldPages {
  private static final int ON_A_PAGE = 50;
  private static final String ACCOUNT = "account:";

  private final Gate gate;
  private final Pages pages;
  private final Accounts accounts;
  private final Holds holds;

  HoldPages(Gate gate, Pages pages, Accounts accounts, Holds holds) {
    this.gate = gate;
    this.pages = pages;
    this.accounts = accounts;
    this.holds = holds;
  }

  /**
   * A page of holds.
   *
   * @param page the holds, the newest first
   * @param people who placed and lifted them
   * @param kinds what the person may hold
   * @param asked what was asked for
   */
  record Listing(Page<Hold> page, Map<String, Account> people, List<HeldKind> kinds, Asked asked) {
    /** Who did something, as people call them. */
    String who(String key) {
      Account account =
          key.startsWith(ACCOUNT) ? people.get(key.substring(ACCOUNT.length())) : null;
      return account == null ? key : account.name();
    }
  }

  /**
   * What was asked for, as it was typed.
   *
   * @param kind the key of a kind
   * @param subject an id, from a link
   * @param words what is in a name or reason
   * @param lifted whether those that were lifted too
   */
  record Asked(String kind, String subject, String words, boolean lifted) {
    /** The address of the next page begins with this. */
    String query() {
      return Pages.query(
          Map.of("kind", kind, "subject", subject, "words", words, "lifted", lifted ? "yes" : ""));
    }

    boolean filtered() {
      return !query().isEmpty();
    }
  }

  List<Endpoint> endpoints() {
    return List.of(
        gate.page("/holds", this::list),
        gate.post("/holds", this::place),
        gate.page("/holds/{hold}/lift", this::sure),
        gate.post("/holds/{hold}/lift", this::lift));
  }

  /** The address of what is held, if it has a page. */
  static String address(Hold hold) {
    String id = hold.subject().id();
    return switch (hold.subject().kind()) {
      case CHAT_ROOM -> "/chat-rooms/" + id;
      case PERSON -> "/people/" + id;
      case MEETING_ROOM -> "/meeting-rooms/" + id;
      case CONFERENCE -> "/conferences/" + id;
      case RECORDING -> "/recordings/" + id;
      case EXPORT -> "/exports/" + id;
    };
  }

  private Answer list(Visit visit) {
    Asked asked =
        new Asked(
            visit.asked("kind").orElse(""),
            visit.asked("subject").orElse(""),
            visit.asked("words").orElse(""),
            visit.asked("lifted").isPresent());
    HoldFilter filter =
        new HoldFilter(
            Optional.of(asked.kind()).filter(it -> !it.isEmpty()).map(HeldKind::of),
            Optional.of(asked.subject()).filter(it -> !it.isEmpty()),
            asked.words(),
            asked.lifted());
    Page<Hold> page = holds.list(visit.caller(), filter, visit.asked("after"), ON_A_PAGE);
    List<HeldKind> kinds =
        Arrays.stream(HeldKind.values()).filter(kind -> Holds.may(visit.caller(), kind)).toList();
    boolean rows = visit.partial() && visit.asked("after").isPresent();
    return pages.page(
        visit, rows ? "holdRows" : "holds", new Listing(page, people(page.items()), kinds, asked));
  }

  private Map<String, Account> people(List<Hold> shown) {
    return accounts.find(
        shown.stream()
            .flatMap(hold ->
                Stream.concat(
                    Stream.of(hold.placed().by()),
                    hold.lifted().map(lift -> lift.act().by()).stream()))
            .filter(key -> key.startsWith(ACCOUNT))
            .map(key -> key.substring(ACCOUNT.length()))
            .collect(Collectors.toSet()));
  }

  private Answer place(Visit visit) {
    Hold hold =
        holds.place(
            visit.caller(),
            HeldKind.of(visit.field("kind")),
            visit.field("subject").strip(),
            visit.field("reason"));
    return Pages.redirect(visit, "/holds?kind=" + hold.subject().kind().key() + "&said=held");
  }

  private Answer sure(Visit visit) {
    Hold hold = holds.get(visit.caller(), id(visit));
    return pages.page(
        visit,
        "holdLift",
        new Listing(
            new Page<>(List.of(hold), Optional.empty()),
            people(List.of(hold)),
            List.of(),
            new Asked("", "", "", false)));
  }

  private Answer lift(Visit visit) {
    Hold _ = holds.lift(visit.caller(), id(visit), visit.field("reason"));
    return Pages.redirect(visit, "/holds?said=lifted");
  }

  private static long id(Visit visit) {
    String text = visit.call().pathParameter("hold");
    if (!text.matches("[0-9]{1,18}")) {
      throw Holds.missing("of that id");
    }
    return Long.parseLong(text);
  }
}
