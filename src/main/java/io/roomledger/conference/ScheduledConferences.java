package io.roomledger.conference;

import io.roomledger.audit.Audit;
import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import io.roomledger.identity.Caller;
import io.roomledger.identity.ExternalIdKind;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * The door of conferences that are planned. A program acts in the name of the person it names; a
 * person acts for themselves. Every denial is audited with its reason.
 */
public final class ScheduledConferences {
  private final Database database;
  private final Audit audit;
  private final Clock clock;
  private final LiveConferences live;
  private final Denials denials;

  public ScheduledConferences(Database database, Audit audit, Clock clock, LiveConferences live) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
    this.live = live;
    this.denials = new Denials(database, audit);
  }

  /** Does it in one transaction; a denial is audited. */
  private <T> T acted(Caller caller, String act, String plan, Function<Handle, T> doing) {
    return denials.audited(
        caller, act, "schedule:" + plan, () -> database.jdbi().inTransaction(doing::apply));
  }

  /**
   * Plans a conference.
   *
   * @throws RefusedException not found, if somebody is not known; forbidden, if somebody is of
   *     another organisation, or to a person who is not the creator; invalid, if the title is empty
   *     or too long, or the conference would not last
   */
  public ScheduledConference create(Caller caller, ScheduleDraft draft) {
    Conferences.checkTitle(draft.title());
    checkPeriod(draft.period());
    return acted(
        caller,
        "plan",
        "",
        transaction -> {
          String creator = People.acting(transaction, caller, draft.kind(), draft.creator());
          UUID id = UUID.randomUUID();
          transaction
              .createUpdate(
                  """
                  INSERT INTO scheduled_conference
                    (id, organisation, creator, title, starts_at, ends_at, room_code, created_at)
                  VALUES (:id, :organisation, :creator, :title, :from, :to, :code, :now)
                  """)
              .bind("id", id)
              .bind("organisation", caller.organisation())
              .bind("creator", creator)
              .bind("title", draft.title())
              .bind("from", draft.period().from())
              .bind("to", draft.period().to())
              .bind("code", ConferenceEntry.freeCode(transaction))
              .bind("now", clock.instant())
              .execute();
          write(transaction, caller, id, draft.kind(), draft.settings());
          audited(transaction, caller, "schedule.created", id);
          return ScheduleRows.find(transaction, id).orElseThrow().schedule();
        });
  }

  /**
   * Moves or renames a planned conference. Its creator may.
   *
   * @param title the new title; without one it stays
   * @param period the new time; without one it stays
   * @throws RefusedException not found, if there is no such person or plan; forbidden, if either is
   *     of another organisation or the person did not plan it; a conflict, if it was called off;
   *     invalid as {@link #create}
   */
  public ScheduledConference update(
      Caller caller, ScheduleRequest request, Optional<String> title, Optional<Period> period) {
    title.ifPresent(Conferences::checkTitle);
    period.ifPresent(ScheduledConferences::checkPeriod);
    return asCreator(
        caller,
        request,
        "schedule.updated",
        transaction ->
            transaction
                .createUpdate(
                    """
                    UPDATE scheduled_conference
                       SET title = coalesce(:title, title),
                           starts_at = coalesce(:from, starts_at), ends_at = coalesce(:to, ends_at)
                     WHERE id = :id
                    """)
                .bind("id", request.schedule())
                .bind("title", title)
                .bind("from", period.map(Period::from))
                .bind("to", period.map(Period::to))
                .execute());
  }

  /**
   * Says how a planned conference is to be held. Its creator may.
   *
   * @param settings its people in the form of the request
   * @throws RefusedException as {@link #update}, and not found or forbidden for each person named
   */
  public ScheduledConference set(
      Caller caller, ScheduleRequest request, ScheduledConference.Settings settings) {
    return asCreator(
        caller,
        request,
        "schedule.set",
        transaction -> write(transaction, caller, request.schedule(), request.kind(), settings));
  }

  /**
   * Calls a planned conference off. Its creator may.
   *
   * @throws RefusedException as {@link #update}
   */
  public ScheduledConference cancel(Caller caller, ScheduleRequest request) {
    return asCreator(
        caller,
        request,
        "schedule.cancelled",
        transaction ->
            transaction
                .createUpdate("UPDATE scheduled_conference SET cancelled_at = :now WHERE id = :id")
                .bind("id", request.schedule())
                .bind("now", clock.instant())
                .execute());
  }

  /**
   * A planned conference. Its creator, host and co-hosts may see it.
   *
   * @throws RefusedException not found, if there is no such person or plan; forbidden, if either is
   *     of another organisation or the person is none of those; a conflict, if it was called off
   */
  public ScheduledConference find(Caller caller, ScheduleRequest request) {
    return acted(
        caller,
        "see",
        request.schedule().toString(),
        handle -> {
          String person = People.acting(handle, caller, request.kind(), request.person());
          ScheduledConference found = ours(handle, caller, request.schedule());
          ScheduledConference.Settings settings = found.settings();
          boolean concerned =
              found.creator().equals(person)
                  || settings.host().filter(person::equals).isPresent()
                  || settings.coHosts().contains(person);
          if (!concerned) {
            throw Refusals.relation("creator, host or co-host");
          }
          return held(found);
        });
  }

  /**
   * How a planned conference is to be held, for a program of its organisation, or for its creator,
   * host and co-hosts.
   *
   * @throws RefusedException not found; forbidden
   */
  public ScheduledConference find(Caller caller, UUID id) {
    return acted(
        caller,
        "see",
        id.toString(),
        handle -> {
          ScheduledConference found = ours(handle, caller, id);
          needConcerned(caller, found);
          return found;
        });
  }

  /**
   * Begins a conference under a plan, as the system does in which it is held: a program, the
   * operator, or its creator or host.
   *
   * @throws RefusedException not found; forbidden; a conflict, if it was called off
   */
  public OpenedConference begin(Caller caller, UUID id) {
    return acted(
        caller,
        "begin",
        id.toString(),
        transaction -> {
          ScheduledConference plan = ours(transaction, caller, id);
          needConcerned(caller, plan);
          held(plan);
          ScheduledConference.Settings settings = plan.settings();
          String host = settings.host().orElse(plan.creator());
          OpenedConference opened =
              live.open(
                  transaction,
                  caller,
                  new LiveConferences.Opening(
                      plan.title(),
                      plan.creator(),
                      host,
                      settings.coHosts(),
                      List.of(host),
                      new LiveConferences.Opening.Origin(plan.roomCode(), Optional.of(id))));
          String conference = opened.conference().id();
          settings
              .recordingOwner()
              .ifPresent(owner ->
                  transaction.execute(
                      "UPDATE conference SET recording_owner = ? WHERE id = ?", owner, conference));
          if (settings.recordsItself()) {
            Recorder.start(
                transaction,
                conference,
                host,
                new RecorderLayout(RecorderLayout.Picture.GRID, Optional.empty()),
                clock.instant());
          }
          return opened;
        });
  }

  private static void needConcerned(Caller caller, ScheduledConference plan) {
    if (caller instanceof Caller.Person person) {
      String account = person.account().id();
      List<String> concerned = new ArrayList<>(plan.settings().coHosts());
      concerned.add(plan.creator());
      plan.settings().host().ifPresent(concerned::add);
      if (!concerned.contains(account)) {
        throw Refusals.relation("creator, host or co-host");
      }
    }
  }

  private static ScheduledConference held(ScheduledConference plan) {
    if (plan.cancelledAt().isPresent()) {
      throw Refusals.cancelled(plan.id().toString());
    }
    return plan;
  }

  private static ScheduledConference ours(Handle handle, Caller caller, UUID id) {
    ScheduleRows.Row row =
        ScheduleRows.find(handle, id).orElseThrow(() -> Refusals.noSchedule(id.toString()));
    if (!row.organisation().equals(caller.organisation())) {
      throw Refusals.foreign();
    }
    return row.schedule();
  }

  /** Something the creator does to a plan that stands. */
  private interface Act {
    void on(Handle transaction);
  }

  private ScheduledConference asCreator(
      Caller caller, ScheduleRequest request, String action, Act act) {
    UUID id = request.schedule();
    return acted(
        caller,
        action,
        id.toString(),
        transaction -> {
          String person = People.acting(transaction, caller, request.kind(), request.person());
          transaction.execute("SELECT FROM scheduled_conference WHERE id = ? FOR UPDATE", id);
          ScheduledConference plan = ours(transaction, caller, id);
          if (!plan.creator().equals(person)) {
            throw Refusals.relation("creator");
          }
          held(plan);
          act.on(transaction);
          audited(transaction, caller, action, id);
          return ours(transaction, caller, id);
        });
  }

  private static void write(
      Handle transaction,
      Caller caller,
      UUID id,
      ExternalIdKind kind,
      ScheduledConference.Settings settings) {
    transaction
        .createUpdate(
            """
            UPDATE scheduled_conference
               SET host = :host, co_hosts = :coHosts, recording_owner = :owner,
                   records_itself = :recordsItself
             WHERE id = :id
            """)
        .bind("id", id)
        .bind("host", People.account(transaction, caller, kind, settings.host()))
        .bindArray(
            "coHosts", String.class, People.accounts(transaction, caller, kind, settings.coHosts()))
        .bind("owner", People.account(transaction, caller, kind, settings.recordingOwner()))
        .bind("recordsItself", settings.recordsItself())
        .execute();
  }

  private static void checkPeriod(Period period) {
    if (!period.from().isBefore(period.to())) {
      throw new RefusedException(
          new Refusal.Invalid(
              "period", period.from() + "/" + period.to(), "an end after the start"));
    }
  }

  private void audited(Handle transaction, Caller caller, String action, UUID id) {
    audit.append(transaction, caller, action, "schedule:" + id, Map.of());
  }
}
