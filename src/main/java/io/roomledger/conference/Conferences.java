package io.roomledger.conference;

import io.roomledger.audit.Audit;
import io.roomledger.base.Ids;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import io.roomledger.identity.Caller;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/** The door of conferences: what was held, by whom, and who was there. */
public final class Conferences {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{24}");
  private static final int LONGEST_TITLE = 256;

  private final Database database;
  private final Audit audit;
  private final Clock clock;

  public Conferences(Database database, Audit audit, Clock clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Writes down a conference of the caller's organisation. One that has the same source already is
   * answered as it is. A person may only write down their own.
   *
   * @throws RefusedException invalid, a conflict if the id is taken, forbidden to a person who is
   *     not its creator, or not found if there is no such creator in the organisation
   */
  public Conference create(Caller caller, ConferenceDraft draft) {
    return database.jdbi().inTransaction(transaction -> create(transaction, caller, draft));
  }

  Conference create(Handle transaction, Caller caller, ConferenceDraft draft) {
    check(caller, draft);
    needAccount(transaction, caller, draft.creator());
    String id = draft.id().orElseGet(() -> Ids.timed(draft.startedAt()));
    boolean added = insert(transaction, caller, id, draft);
    if (!added) {
      return existing(transaction, caller, id, draft);
    }
    audit.append(
        transaction,
        caller,
        "conference.created",
        "conference:" + id,
        Map.of("creator", draft.creator()));
    return row(transaction, id).orElseThrow().conference();
  }

  /**
   * The conference of that id. Those who run or created it may see it, those who were there, and
   * whoever may see all recordings.
   *
   * @throws RefusedException not found; forbidden to others and to other organisations
   */
  public Conference find(Caller caller, String id) {
    return database.jdbi().withHandle(handle -> visible(handle, caller, id).conference());
  }

  /**
   * Who was in a conference, in the order in which they came. Who may: as {@link #find}.
   *
   * @throws RefusedException as {@link #find}
   */
  public List<ConferenceMember> members(Caller caller, String id) {
    return database
        .jdbi()
        .withHandle(handle -> {
          visible(handle, caller, id);
          return handle
              .createQuery(
                  """
                  SELECT account, role, joined_at, left_at
                    FROM conference_member
                   WHERE conference = :id
                   ORDER BY joined_at NULLS FIRST, account
                  """)
              .bind("id", id)
              .mapTo(ConferenceMember.class)
              .list();
        });
  }

  /**
   * Writes down that somebody was in a conference, or changes what is written. Its creator and
   * those who run it may, and the administration.
   *
   * @throws RefusedException not found, if there is no such conference or account; forbidden
   */
  public void addMember(Caller caller, String id, ConferenceMember member) {
    database
        .jdbi()
        .useTransaction(transaction -> {
          runnable(transaction, caller, id);
          needAccount(transaction, caller, member.account());
          transaction
              .createUpdate(
                  """
                  INSERT INTO conference_member (conference, account, role, joined_at, left_at)
                  VALUES (:id, :account, :role, :joined, :left)
                  ON CONFLICT (conference, account) DO UPDATE
                    SET role = excluded.role,
                        joined_at = excluded.joined_at,
                        left_at = excluded.left_at
                  """)
              .bind("id", id)
              .bind("account", member.account())
              .bind("role", member.role().name())
              .bind("joined", member.joinedAt())
              .bind("left", member.leftAt())
              .execute();
          audit.append(
              transaction,
              caller,
              "conference.member",
              "conference:" + id,
              Map.of("account", member.account(), "role", member.role().name()));
        });
  }

  /**
   * Closes a conference: its recordings are kept, and handed out no more. Nothing happens when it
   * is closed already. Its creator and those who run it may, and the administration.
   *
   * @throws RefusedException not found; forbidden
   */
  public void close(Caller caller, String id) {
    Instant now = clock.instant();
    database
        .jdbi()
        .useTransaction(transaction -> {
          runnable(transaction, caller, id);
          int closed =
              transaction
                  .createUpdate(
                      """
                      UPDATE conference
                         SET closed_at = :now, ended_at = coalesce(ended_at, greatest(started_at, :now))
                       WHERE id = :id AND closed_at IS NULL
                      """)
                  .bind("id", id)
                  .bind("now", now)
                  .execute();
          if (closed > 0) {
            audit.append(transaction, caller, "conference.closed", "conference:" + id, Map.of());
          }
        });
  }

  /** What writes down that somebody was denied something of conferences. */
  Denials denials() {
    return new Denials(database, audit);
  }

  /** The conference as it is stored, whoever asks. */
  Optional<ConferenceRow> row(Handle handle, String id) {
    return handle
        .createQuery(
            """
            SELECT id, organisation, title, creator, started_at, ended_at, closed_at,
                   recording_status, recording_session
              FROM conference
             WHERE id = :id
            """)
        .bind("id", id)
        .mapTo(ConferenceRow.class)
        .findOne();
  }

  /** The conference, if the caller may see it. */
  ConferenceRow visible(Handle handle, Caller caller, String id) {
    ConferenceRow row = ours(handle, caller, id);
    Relation.of(handle, caller, row.conference()).needAny(caller);
    return row;
  }

  /** The conference, if the caller runs it. */
  ConferenceRow runnable(Handle handle, Caller caller, String id) {
    ConferenceRow row = ours(handle, caller, id);
    Relation.of(handle, caller, row.conference()).needToRun(caller);
    return row;
  }

  /** Refuses who may not watch the conference's recordings, and one that was closed. */
  void watchable(Handle handle, Caller caller, String id, RecordingSettings settings) {
    if (watched(handle, caller, id, settings).closedAt() != null) {
      throw Refusals.closed(id);
    }
  }

  /** The conference, closed or not, if the caller may watch its recordings while it is not. */
  ConferenceRow watched(Handle handle, Caller caller, String id, RecordingSettings settings) {
    ConferenceRow row = ours(handle, caller, id);
    Relation.of(handle, caller, row.conference()).needToWatch(caller, settings.attendeesWatch());
    return row;
  }

  /** The conference, if it is of the caller's organisation. */
  ConferenceRow ours(Handle handle, Caller caller, String id) {
    ConferenceRow row = row(handle, id).orElseThrow(() -> Refusals.noConference(id));
    if (!row.organisation().equals(caller.organisation())) {
      throw Refusals.foreign();
    }
    return row;
  }

  private static void check(Caller caller, ConferenceDraft draft) {
    checkTitle(draft.title());
    draft.id().filter(id -> !ID.matcher(id).matches()).ifPresent(Conferences::refuseId);
    if (draft.endedAt().filter(end -> end.isBefore(draft.startedAt())).isPresent()) {
      throw new RefusedException(
          new Refusal.Invalid(
              "conference", draft.startedAt() + "/" + draft.endedAt().get(), "start before end"));
    }
    if (caller instanceof Caller.Person person && !person.account().id().equals(draft.creator())) {
      throw Refusals.relation("creator");
    }
  }

  static void checkTitle(String title) {
    if (title.isBlank() || title.length() > LONGEST_TITLE) {
      throw new RefusedException(
          new Refusal.Invalid(
              "title", title.length() + " characters", "1 to " + LONGEST_TITLE + " characters"));
    }
  }

  private static void refuseId(String id) {
    throw new RefusedException(
        new Refusal.Invalid("conference id", id, "24 hexadecimal digits, in small letters"));
  }

  /** Refuses an account that is not in the caller's organisation. */
  static void needAccount(Handle handle, Caller caller, String account) {
    boolean known =
        handle
            .createQuery("SELECT 1 FROM account WHERE id = :id AND organisation = :organisation")
            .bind("id", account)
            .bind("organisation", caller.organisation())
            .mapTo(Integer.class)
            .findOne()
            .isPresent();
    if (!known) {
      throw Refusals.noAccount(account);
    }
  }

  /** Writes down that an account was there, unless something is written of it. */
  static void attend(Handle transaction, String conference, String account) {
    transaction.execute(
        """
        INSERT INTO conference_member (conference, account, role) VALUES (?, ?, 'ATTENDEE')
        ON CONFLICT DO NOTHING
        """,
        conference,
        account);
  }

  private boolean insert(Handle transaction, Caller caller, String id, ConferenceDraft draft) {
    return transaction
            .createUpdate(
                """
                INSERT INTO conference
                  (id, organisation, title, creator, started_at, ended_at, recording_session, source)
                VALUES (:id, :organisation, :title, :creator, :started, :ended, :session, :source)
                ON CONFLICT DO NOTHING
                """)
            .bind("id", id)
            .bind("organisation", caller.organisation())
            .bind("title", draft.title())
            .bind("creator", draft.creator())
            .bind("started", draft.startedAt())
            .bind("ended", draft.endedAt())
            .bind("session", Sessions.next(clock.instant()))
            .bind("source", draft.source())
            .execute()
        > 0;
  }

  private static Conference existing(
      Handle transaction, Caller caller, String id, ConferenceDraft draft) {
    return transaction
        .createQuery(
            """
            SELECT id, organisation, title, creator, started_at, ended_at, closed_at,
                   recording_status, recording_session
              FROM conference
             WHERE organisation = :organisation AND source = :source
            """)
        .bind("organisation", caller.organisation())
        .bind("source", draft.source())
        .mapTo(ConferenceRow.class)
        .findOne()
        .map(ConferenceRow::conference)
        .orElseThrow(() ->
            new RefusedException(
                new Refusal.Conflict(
                    "conference " + id + " is there already (expected: an id of its own)")));
  }
}
