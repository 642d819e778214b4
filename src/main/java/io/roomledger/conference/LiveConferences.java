package io.roomledger.conference;

import io.roomledger.audit.Audit;
import io.roomledger.base.Ids;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import io.roomledger.identity.Caller;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * The door of conferences that go on: begun, recorded, ended. A program acts in the name of the
 * person it names, and may no more than that person; a person acts for themselves. Every denial is
 * audited with its reason.
 */
public final class LiveConferences {
  private final Database database;
  private final Audit audit;
  private final Clock clock;
  private final Conferences conferences;
  private final Denials denials;

  public LiveConferences(Database database, Audit audit, Clock clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
    this.conferences = new Conferences(database, audit, clock);
    this.denials = new Denials(database, audit);
  }

  /** What a conference that begins is made of, all ids our own. */
  record Opening(
      String title,
      String creator,
      String host,
      List<String> coHosts,
      List<String> called,
      Origin origin) {

    /** Which room it is held in, and under which plan. */
    record Origin(String roomCode, Optional<UUID> schedule) {}
  }

  /**
   * Begins a conference now. Its creator is its host.
   *
   * @throws RefusedException not found, if somebody is not known; forbidden, if somebody is of
   *     another organisation, or to a person who is not the creator; invalid, if the title is empty
   *     or too long
   */
  public OpenedConference open(Caller caller, ConferencePlan plan) {
    Conferences.checkTitle(plan.title());
    ConferenceRequest request = new ConferenceRequest("", plan.kind(), plan.creator());
    return denials.audited(
        caller,
        "open",
        request,
        () ->
            database
                .jdbi()
                .inTransaction(transaction -> {
                  String creator = People.acting(transaction, caller, plan.kind(), plan.creator());
                  List<String> called =
                      new ArrayList<>(plan.creatorCalled() ? List.of(creator) : List.of());
                  called.addAll(People.accounts(transaction, caller, plan.kind(), plan.invited()));
                  String code = ConferenceEntry.freeCode(transaction);
                  return open(
                      transaction,
                      caller,
                      new Opening(
                          plan.title(),
                          creator,
                          creator,
                          List.of(),
                          called,
                          new Opening.Origin(code, Optional.empty())));
                }));
  }

  OpenedConference open(Handle transaction, Caller caller, Opening opening) {
    Instant now = clock.instant();
    String id = Ids.timed(now);
    ConferenceEntry entry = ConferenceEntry.of(opening.origin().roomCode());
    transaction
        .createUpdate(
            """
            INSERT INTO conference
              (id, organisation, title, creator, started_at, recording_session,
               room_code, password, host_password, schedule)
            VALUES (:id, :organisation, :title, :creator, :now, :session,
               :code, :password, :hostPassword, :schedule)
            """)
        .bind("id", id)
        .bind("organisation", caller.organisation())
        .bind("title", opening.title())
        .bind("creator", opening.creator())
        .bind("now", now)
        .bind("session", Sessions.next(now))
        .bind("code", entry.roomCode())
        .bind("password", entry.password())
        .bind("hostPassword", entry.hostPassword())
        .bind("schedule", opening.origin().schedule())
        .execute();
    seat(transaction, id, opening, now);
    audit.append(
        transaction,
        caller,
        "conference.opened",
        "conference:" + id,
        Map.of("creator", opening.creator(), "called", Integer.toString(opening.called().size())));
    return new OpenedConference(conferences.row(transaction, id).orElseThrow().conference(), entry);
  }

  /** Nobody is there yet; who was called may come, and who hosts it does so when they come. */
  private static void seat(Handle transaction, String conference, Opening opening, Instant now) {
    transaction
        .createUpdate(
            """
            INSERT INTO conference_member (conference, account, role, invited_at)
            SELECT :conference, seat.account,
                   CASE WHEN seat.account = :host THEN 'HOST'
                        WHEN seat.account = ANY(:coHosts) THEN 'CO_HOST' ELSE 'ATTENDEE' END,
                   CASE WHEN seat.account = ANY(:called) THEN cast(:now AS timestamptz) END
              FROM (SELECT :host AS account UNION SELECT unnest(:coHosts)
                    UNION SELECT unnest(:called)) AS seat
            """)
        .bind("conference", conference)
        .bind("host", opening.host())
        .bindArray("coHosts", String.class, opening.coHosts())
        .bindArray("called", String.class, opening.called())
        .bind("now", now)
        .execute();
  }

  /**
   * Ends a conference: whoever is still in it leaves, and its recorder stops. Its host may.
   *
   * @throws RefusedException not found, if there is no such person or conference; forbidden, if
   *     either is of another organisation or the person is not the host; a conflict, if it has
   *     ended already
   */
  public void end(Caller caller, ConferenceRequest request) {
    asHost(
        caller,
        "end",
        request,
        act -> {
          Recorder.stop(
              act.transaction(), request.conference(), Optional.of(act.person()), act.now());
          MinutesRows.stop(act.transaction(), request.conference(), act.person(), act.now());
          act.transaction()
              .createUpdate(
                  """
                  WITH gone AS (
                    UPDATE conference_member SET left_at = greatest(joined_at, :now)
                     WHERE conference = :id AND joined_at IS NOT NULL AND left_at IS NULL)
                  UPDATE conference SET ended_at = greatest(started_at, :now) WHERE id = :id
                  """)
              .bind("id", request.conference())
              .bind("now", act.now())
              .execute();
          act.audited("conference.ended");
        });
  }

  /**
   * Starts the recorder of a conference; whoever starts it first owns the recordings, unless the
   * conference was planned with another owner. Its host may.
   *
   * @throws RefusedException as {@link #end}; invalid, if it runs already
   */
  public void startRecorder(Caller caller, ConferenceRequest request, RecorderLayout layout) {
    asHost(
        caller,
        "start the recorder",
        request,
        act -> {
          Recorder.start(act.transaction(), request.conference(), act.person(), layout, act.now());
          act.audited("recorder.started");
        });
  }

  /**
   * Stops the recorder of a conference. Its host may.
   *
   * @throws RefusedException as {@link #end}; not found, if it does not run
   */
  public void stopRecorder(Caller caller, ConferenceRequest request) {
    asHost(
        caller,
        "stop the recorder",
        request,
        act -> {
          Optional<String> person = Optional.of(act.person());
          if (!Recorder.stop(act.transaction(), request.conference(), person, act.now())) {
            throw Refusals.noRecording("being made of conference " + request.conference());
          }
          act.audited("recorder.stopped");
        });
  }

  /**
   * Has minutes of a conference taken. Its host may.
   *
   * @param owner whose the minutes are; without one, the host's
   * @param audio whether what is said is kept to be listened to
   * @throws RefusedException as {@link #end}; not found, if there is no such owner; invalid, if
   *     they are taken already
   */
  public void startMinutes(
      Caller caller, ConferenceRequest request, Optional<String> owner, boolean audio) {
    asHost(
        caller,
        "start the minutes",
        request,
        act -> {
          String whose =
              People.account(act.transaction(), caller, request.kind(), owner).orElse(act.person());
          MinutesRows.start(
              act.transaction(), request.conference(), act.person(), whose, audio, act.now());
          act.audited("minutes.started");
        });
  }

  /**
   * Has the minutes of a conference end. Its host may.
   *
   * @throws RefusedException as {@link #end}; not found, if none are taken
   */
  public void stopMinutes(Caller caller, ConferenceRequest request) {
    asHost(
        caller,
        "stop the minutes",
        request,
        act -> {
          if (!MinutesRows.stop(act.transaction(), request.conference(), act.person(), act.now())) {
            throw Refusals.noRecording("being made of conference " + request.conference());
          }
          act.audited("minutes.stopped");
        });
  }

  /**
   * When the recorder of a conference ran, oldest first. Who may: as {@link Conferences#find}.
   *
   * @throws RefusedException as {@link Conferences#find}
   */
  public List<RecorderRun> runs(Caller caller, String conference) {
    return database
        .jdbi()
        .withHandle(handle -> {
          conferences.visible(handle, caller, conference);
          return Recorder.runs(handle, conference);
        });
  }

  /** Something a host does to a conference. */
  private final class Act {
    private final Handle transaction;
    private final Caller caller;
    private final String person;
    private final String conference;
    private final Instant now = clock.instant();

    Act(Handle transaction, Caller caller, String person, String conference) {
      this.transaction = transaction;
      this.caller = caller;
      this.person = person;
      this.conference = conference;
    }

    Handle transaction() {
      return transaction;
    }

    String person() {
      return person;
    }

    Instant now() {
      return now;
    }

    void audited(String action) {
      audit.append(
          transaction, caller, action, "conference:" + conference, Map.of("person", person));
    }
  }

  private void asHost(Caller caller, String what, ConferenceRequest request, Consumer<Act> doing) {
    denials.audited(
        caller,
        what,
        request,
        () ->
            database
                .jdbi()
                .inTransaction(transaction -> {
                  String person =
                      People.acting(transaction, caller, request.kind(), request.person());
                  transaction.execute(
                      "SELECT FROM conference WHERE id = ? FOR NO KEY UPDATE",
                      request.conference());
                  Conference conference =
                      conferences.ours(transaction, caller, request.conference()).conference();
                  Relation.of(transaction, person, conference).needToHost();
                  if (conference.lifetime().endedAt().isPresent()) {
                    throw Refusals.ended(conference.id());
                  }
                  doing.accept(new Act(transaction, caller, person, conference.id()));
                  return conference;
                }));
  }
}
