// docs/ledger-api.md#conferences
package io.roomledger.dialect.ledger;

import io.roomledger.base.Page;
import io.roomledger.conference.Conference;
import io.roomledger.conference.ConferenceMember;
import io.roomledger.conference.Conferences;
import io.roomledger.conference.HeldConference;
import io.roomledger.conference.HeldConferences;
import io.roomledger.conference.HeldFilter;
import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The conferences that were held, and who was there. */
final class ConferencePages {
  static final String READ = "conferences:read";
  private static final String TAG = "Conferences";
  private static final int USUAL = 50;

  private final Conferences conferences;
  private final HeldConferences held;
  private final Accounts accounts;

  ConferencePages(Conferences conferences, HeldConferences held, Accounts accounts) {
    this.conferences = conferences;
    this.held = held;
    this.accounts = accounts;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/conferences", TAG, "The conferences of the organisation, by their begin.")
            .needs(READ)
            .withPeriod("Begun")
            .with(
                Param.query("state", Shape.oneOf(HeldFilter.State.class), "Whether they are over.")
                    .otherwise("ended"),
                Param.after(),
                Param.limit(USUAL, HeldConferences.LARGEST_PAGE))
            .gives(ConferencePage.class, this::page),
        Route.get("/conferences/{conference}", TAG, "One conference.")
            .needs(READ)
            .gives(ConferenceView.class, this::one),
        Route.get("/conferences/{conference}/members", TAG, "Who was there, as they came.")
            .needs(READ)
            .gives(ParticipantList.class, this::members));
  }

  /** A page of conferences. */
  record ConferencePage(
      @Means("The oldest first.") List<HeldView> conferences,
      @Means("The key of the next page.") Optional<String> next) {}

  /** A conference in the list. */
  record HeldView(
      String id,
      @Means("Nine digits that people know it by.") String number,
      String title,
      @Means("The name for people of who started it.") String creator,
      Instant startedAt,
      @Means("Null while it goes on.") Optional<Instant> endedAt,
      @Means("How many took part.") long participants,
      boolean recorded) {
    static HeldView of(HeldConference one) {
      return new HeldView(
          one.id(),
          one.number(),
          one.title(),
          one.creator().name(),
          one.held().from(),
          one.held().to(),
          one.share().participants(),
          one.share().recorded());
    }
  }

  /** A conference. */
  record ConferenceView(
      String id,
      String title,
      @Means("The user name of who started it.") Optional<String> creator,
      Instant startedAt,
      @Means("Null while it goes on.") Optional<Instant> endedAt,
      @Means("Since when its recordings are handed out no more.") Optional<Instant> closedAt) {}

  /** Who was there. */
  record ParticipantList(
      @Means("In the order in which they came.") List<ParticipantView> members) {}

  /** Somebody who was there. */
  record ParticipantView(
      @Means("The user name; null for an account that is gone.") Optional<String> username,
      @Means("The name for people.") String name,
      ConferenceMember.Role role,
      @Means("Null if that is not known.") Optional<Instant> joinedAt,
      Optional<Instant> leftAt) {}

  private ConferencePage page(Ask ask) {
    HeldFilter filter =
        new HeldFilter(
            ask.caller().organisation(),
            ask.period(),
            ask.choice("state", HeldFilter.State.class).orElse(HeldFilter.State.ENDED),
            Optional.empty(),
            Optional.empty());
    Page<HeldConference> page = held.list(ask.caller(), filter, ask.text("after"), ask.limit());
    return new ConferencePage(page.items().stream().map(HeldView::of).toList(), page.next());
  }

  private ConferenceView one(Ask ask) {
    Conference found = conferences.find(ask.caller(), ask.need("conference"));
    return new ConferenceView(
        found.id(),
        found.title(),
        accounts.find(found.creator()).map(Account::username),
        found.lifetime().startedAt(),
        found.lifetime().endedAt(),
        found.lifetime().closedAt());
  }

  private ParticipantList members(Ask ask) {
    List<ConferenceMember> members = conferences.members(ask.caller(), ask.need("conference"));
    Map<String, Account> known =
        accounts.find(members.stream().map(ConferenceMember::account).toList());
    return new ParticipantList(
        members.stream()
            .map(member -> {
              Optional<Account> account = Optional.ofNullable(known.get(member.account()));
              return new ParticipantView(
                  account.map(Account::username),
                  account.map(Account::name).orElse(""),
                  member.role(),
                  member.joinedAt(),
                  member.leftAt());
            })
            .toList());
  }
}
