package io.roomledger.conference;

import io.roomledger.audit.Audit;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import io.roomledger.identity.Caller;
import io.roomledger.identity.ExternalIdKind;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/**
 * The door of what those who run a conference decide while it goes on: who is called and who is
 * sent out, who may speak, who helps to run it, whom everybody sees, and whether anybody else gets
 * in. It is written down for whatever carries the conference. Hosts and co-hosts may, and programs
 * of the organisation; every denial is audited with its reason.
 */
public final class ConferenceControls {
  private static final String PEOPLE = "people";

  private final Database database;
  private final Audit audit;
  private final Clock clock;
  private final Conferences conferences;
  private final Denials denials;

  public ConferenceControls(Database database, Audit audit, Clock clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
    this.conferences = new Conferences(database, audit, clock);
    this.denials = new Denials(database, audit);
  }

  /** Some people, by the ids that a vendor has for them. */
  public record Some(ExternalIdKind kind, List<String> people) {
    public Some {
      people = List.copyOf(people);
    }
  }

  /**
   * Calls people to a conference, some of them by telephone. Whoever may see the conference may.
   *
   * @throws RefusedException not found, if somebody or the conference is not known; forbidden, if
   *     one of them is of another organisation or the person has no part in the conference; a
   *     conflict, if it has ended
   */
  public void invite(
      Caller caller, ConferenceRequest request, List<String> people, List<PhoneCall> calls) {
    denials.audited(
        caller,
        "invite",
        request,
        () ->
            database
                .jdbi()
                .inTransaction(transaction -> {
                  String person =
                      People.acting(transaction, caller, request.kind(), request.person());
                  Conference conference = goingOn(transaction, caller, request.conference());
                  needPart(transaction, person, conference);
                  List<String> called =
                      People.accounts(transaction, caller, request.kind(), people);
                  call(transaction, conference.id(), called);
                  dial(transaction, conference.id(), person, calls);
                  audited(
                      transaction,
                      caller,
                      conference.id(),
                      "conference.invited",
                      Map.of(
                          "person",
                          person,
                          PEOPLE,
                          String.join(",", called),
                          "calls",
                          Integer.toString(calls.size())));
                  return conference;
                }));
  }

  /**
   * Sends people out of a conference.
   *
   * @param forGood whether they are not to come back
   * @throws RefusedException as all of these; invalid, if somebody is not in it or is its host
   */
  public void sendOut(Caller caller, String conference, Some some, boolean forGood) {
    run(
        caller,
        conference,
        "send out",
        act -> {
          List<String> people = act.present(some);
          act.transaction()
              .createUpdate(
                  """
                  UPDATE conference_member
                     SET removed_at = :now, kept_out = :forGood,
                         left_at = CASE WHEN joined_at IS NULL THEN left_at
                                   ELSE coalesce(left_at, greatest(joined_at, :now)) END
                   WHERE conference = :id AND account = ANY(:people)
                  """)
              .bind("now", act.now())
              .bind("forGood", forGood)
              .bind("id", conference)
              .bindArray(PEOPLE, String.class, people)
              .execute();
          act.audited("conference.sent-out", people);
        });
  }

  /**
   * Mutes people of a conference, or lets them speak again.
   *
   * @throws RefusedException as all of these; invalid, if somebody is not in it
   */
  public void mute(Caller caller, String conference, Some some, boolean muted) {
    run(
        caller,
        conference,
        "mute",
        act -> {
          List<String> people = act.members(some);
          act.members("muted = :it", people, muted);
          act.audited(muted ? "conference.muted" : "conference.unmuted", people);
        });
  }

  /**
   * Has people help to run a conference, or no longer.
   *
   * @throws RefusedException as all of these; invalid, if somebody is not in it or is its host
   */
  public void help(Caller caller, String conference, Some some, boolean helping) {
    run(
        caller,
        conference,
        "name co-hosts",
        act -> {
          List<String> people = act.present(some);
          act.members("role = CASE WHEN :it THEN 'CO_HOST' ELSE 'ATTENDEE' END", people, helping);
          act.audited(helping ? "conference.co-hosts" : "conference.no-co-hosts", people);
        });
  }

  /**
   * Has everybody see somebody, or no longer.
   *
   * @throws RefusedException as all of these; invalid, if they are not in it
   */
  public void focus(Caller caller, String conference, Some one, boolean seen) {
    run(
        caller,
        conference,
        "focus",
        act -> {
          List<String> people = act.members(one);
          act.transaction()
              .createUpdate(
                  """
                  UPDATE conference
                     SET focus = CASE WHEN :seen THEN :person
                                 ELSE nullif(focus, :person) END
                   WHERE id = :id
                  """)
              .bind("seen", seen)
              .bind("person", people.getFirst())
              .bind("id", conference)
              .execute();
          act.audited(seen ? "conference.focused" : "conference.unfocused", people);
        });
  }

  /**
   * Changes what holds for everybody. Who is muted with all others is so themselves, too.
   *
   * @throws RefusedException not found, if there is no such conference; forbidden, if it is of
   *     another organisation or the person does not run it; a conflict, if it has ended
   */
  public void rule(Caller caller, String conference, UnaryOperator<ConferenceRules> change) {
    run(
        caller,
        conference,
        "change the rules",
        act -> {
          ConferenceRules before = ControlRows.rules(act.transaction(), conference);
          ConferenceRules after = change.apply(before);
          ControlRows.write(act.transaction(), conference, after);
          if (before.allMuted() != after.allMuted()) {
            ControlRows.muteAll(act.transaction(), conference, after.allMuted());
          }
          audited(
              act.transaction(),
              caller,
              conference,
              "conference.ruled",
              Map.of("rules", after.toString()));
        });
  }

  /**
   * What holds for everybody. Who may: as {@link Conferences#find}.
   *
   * @throws RefusedException as {@link Conferences#find}
   */
  public ConferenceRules rules(Caller caller, String conference) {
    return database
        .jdbi()
        .withHandle(handle -> {
          conferences.visible(handle, caller, conference);
          return ControlRows.rules(handle, conference);
        });
  }

  private void call(Handle transaction, String conference, Collection<String> people) {
    transaction
        .createUpdate(
            """
            INSERT INTO conference_member (conference, account, role, invited_at)
            SELECT :id, person, 'ATTENDEE', :now FROM unnest(:people) AS person
            ON CONFLICT (conference, account) DO UPDATE
              SET invited_at = excluded.invited_at, kept_out = false
            """)
        .bind("id", conference)
        .bind("now", clock.instant())
        .bindArray(PEOPLE, String.class, people)
        .execute();
  }

  private void dial(Handle transaction, String conference, String person, List<PhoneCall> calls) {
    for (PhoneCall call : calls) {
      ControlRows.dial(transaction, conference, person, call, clock.instant());
    }
  }

  private static void needPart(Handle transaction, String person, Conference conference) {
    Relation relation = Relation.of(transaction, person, conference);
    if (!relation.runs() && relation.role() == null) {
      throw Refusals.relation("member");
    }
  }

  /** The conference, which cannot end meanwhile. */
  private Conference goingOn(Handle transaction, Caller caller, String id) {
    transaction.execute("SELECT FROM conference WHERE id = ? FOR NO KEY UPDATE", id);
    Conference conference = conferences.ours(transaction, caller, id).conference();
    if (conference.lifetime().endedAt().isPresent()) {
      throw Refusals.ended(id);
    }
    return conference;
  }

  private void run(Caller caller, String id, String what, Consumer<Act> doing) {
    denials.audited(
        caller,
        what,
        "conference:" + id,
        () ->
            database
                .jdbi()
                .inTransaction(transaction -> {
                  Conference conference = goingOn(transaction, caller, id);
                  Relation.of(transaction, caller, conference).needToRun(caller);
                  doing.accept(new Act(transaction, caller, id, clock.instant()));
                  return conference;
                }));
  }

  private void audited(
      Handle transaction,
      Caller caller,
      String conference,
      String action,
      Map<String, String> details) {
    audit.append(transaction, caller, action, "conference:" + conference, details);
  }

  /** Something that is decided of a conference. */
  private final class Act {
    private final Handle transaction;
    private final Caller caller;
    private final String conference;
    private final Instant now;

    Act(Handle transaction, Caller caller, String conference, Instant now) {
      this.transaction = transaction;
      this.caller = caller;
      this.conference = conference;
      this.now = now;
    }

    Handle transaction() {
      return transaction;
    }

    Instant now() {
      return now;
    }

    /** The accounts of people who have a part in the conference. */
    List<String> members(Some some) {
      List<String> ids = some.people().stream().distinct().toList();
      List<String> people = People.accounts(transaction, caller, some.kind(), ids);
      Map<String, ConferenceMember.Role> roles = ControlRows.roles(transaction, conference);
      for (int i = 0; i < people.size(); i++) {
        if (!roles.containsKey(people.get(i))) {
          throw refused(ids.get(i), "somebody who is in the conference");
        }
      }
      return people;
    }

    /** As {@link #members}, and none of them its host. */
    List<String> present(Some some) {
      List<String> people = members(some);
      Map<String, ConferenceMember.Role> roles = ControlRows.roles(transaction, conference);
      for (String person : people) {
        if (roles.get(person) == ConferenceMember.Role.HOST) {
          throw refused("the host", "others than the host");
        }
      }
      return people;
    }

    void members(String change, List<String> people, boolean value) {
      transaction
          .createUpdate(
              "UPDATE conference_member SET "
                  + change
                  + " WHERE conference = :id AND account = ANY(:people)")
          .bind("it", value)
          .bind("id", conference)
          .bindArray(PEOPLE, String.class, people)
          .execute();
    }

    void audited(String action, List<String> people) {
      ConferenceControls.this.audited(
          transaction, caller, conference, action, Map.of(PEOPLE, String.join(",", people)));
    }

    private static RefusedException refused(String who, String expected) {
      return new RefusedException(new Refusal.Invalid(PEOPLE, who, expected));
    }
  }
}
