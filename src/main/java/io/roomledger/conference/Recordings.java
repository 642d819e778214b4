package io.roomledger.conference;

import io.roomledger.audit.Audit;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Caller;
import io.roomledger.identity.ExternalIdKind;
import io.roomledger.identity.Named;
import io.roomledger.identity.Permissions;
import io.roomledger.identity.SignedTexts;
import io.roomledger.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** The door of recordings: the videos of conferences, and who may watch them. */
public final class Recordings {
  private final House house;
  private final RecordingSettings settings;
  private final Conferences conferences;
  private final Shelf shelf;
  private final Links links;
  private final Denials denials;

  /** The collaborators it needs. */
  public record House(
      Database database,
      ObjectStore store,
      Accounts accounts,
      SignedTexts signedTexts,
      Audit audit,
      Clock clock) {}

  public Recordings(House house, RecordingSettings settings) {
    this.house = house;
    this.settings = settings;
    this.conferences = new Conferences(house.database(), house.audit(), house.clock());
    this.shelf = new Shelf(house, settings);
    this.links = new Links(house, settings);
    this.denials = new Denials(house.database(), house.audit());
  }

  /**
   * What a person may watch of a conference, for a program that asks on their behalf, or for the
   * person. Those may watch who created the conference, who run it, who recorded in it, who may see
   * all recordings, and, if the settings say so, whoever was there. Damaged recordings are not
   * among them.
   *
   * @throws RefusedException in this order: not found, if there is no such account; forbidden, if
   *     account or conference is of another organisation; not found, if there is no such
   *     conference; forbidden, if the person may not watch; a conflict, if the conference was
   *     closed; not found, if there is no recording that can be watched
   */
  public Showing show(Caller caller, ConferenceRequest request) {
    return denials.audited(caller, "watch", request, () -> shown(caller, request));
  }

  /**
   * A link to one of the recordings of {@link #show}, and an audit row that says who asked for it.
   *
   * @throws RefusedException as {@link #show}; not found, if it is not among them or not in {@code
   *     region}
   */
  public RecordingLink link(Caller caller, ConferenceRequest request, UUID id, String region) {
    return denials.audited(caller, "link", request, () -> linked(caller, request, id, region));
  }

  private RecordingLink linked(Caller caller, ConferenceRequest request, UUID id, String region) {
    if (shown(caller, request).videos().stream()
        .noneMatch(video -> video.id().equals(id) && video.region().equals(region))) {
      throw Refusals.noRecording(id.toString());
    }
    return house
        .database()
        .jdbi()
        .inTransaction(transaction -> {
          Recording recording =
              shelf.find(transaction, id).orElseThrow(() -> Refusals.noRecording(id.toString()));
          house
              .audit()
              .append(
                  transaction,
                  caller,
                  "recording.linked",
                  "recording:" + id,
                  Map.of("conference", request.conference(), "viewer", request.person()));
          return links.make(transaction, recording);
        });
  }

  /**
   * The bytes of a recording, for whoever has a link to it.
   *
   * @throws RefusedException unauthenticated, if the ticket is not one for that recording, has
   *     expired or was ended; not found, if the recording is gone
   */
  public RecordingFile open(String ticket, UUID id) {
    return house
        .database()
        .jdbi()
        .withHandle(handle -> {
          links.check(handle, ticket, id);
          return shelf.open(handle, id);
        });
  }

  /**
   * A link to a recording, damaged or not, and an audit row. Who may: as {@link #list}.
   *
   * @throws RefusedException as {@link #list}; not found, if there is no such recording
   */
  public RecordingLink link(Caller caller, UUID id) {
    return acted(
        caller,
        "link",
        "recording:" + id,
        transaction -> {
          Recording recording = watchable(transaction, caller, id);
          RecordingLink link = links.make(transaction, recording);
          audit(transaction, caller, "recording.linked", recording);
          return link;
        });
  }

  /**
   * A recording, damaged or not. Who may: as {@link #list}.
   *
   * @throws RefusedException as {@link #list}; not found, if there is no such recording
   */
  public Recording find(Caller caller, UUID id) {
    return acted(caller, "see", "recording:" + id, handle -> watchable(handle, caller, id));
  }

  /**
   * Ends all links to a recording that were ever given. Those who run its conference may, and the
   * administration.
   *
   * @throws RefusedException not found; forbidden
   */
  public void endLinks(Caller caller, UUID id) {
    acted(
        caller,
        "end the links",
        "recording:" + id,
        transaction -> {
          Recording recording = runnable(transaction, caller, id);
          links.end(transaction, id);
          audit(transaction, caller, "recording.links-ended", recording);
          return recording;
        });
  }

  /** Does it in one transaction; a denial is audited. */
  private <T> T acted(Caller caller, String act, String subject, Function<Handle, T> doing) {
    return denials.audited(
        caller, act, subject, () -> house.database().jdbi().inTransaction(doing::apply));
  }

  /** The recording, if the caller runs its conference or manages all. */
  Recording runnable(Handle handle, Caller caller, UUID id) {
    Recording recording =
        shelf.find(handle, id).orElseThrow(() -> Refusals.noRecording(id.toString()));
    String conference = recording.origin().conference();
    if (caller.may(Permissions.MANAGE_RECORDINGS)) {
      conferences.ours(handle, caller, conference);
    } else {
      conferences.runnable(handle, caller, conference);
    }
    return recording;
  }

  /** The recording, if the caller may watch it. */
  Recording watchable(Handle handle, Caller caller, UUID id) {
    Recording recording =
        shelf.find(handle, id).orElseThrow(() -> Refusals.noRecording(id.toString()));
    conferences.watchable(handle, caller, recording.origin().conference(), settings);
    return recording;
  }

  private void audit(Handle transaction, Caller caller, String action, Recording recording) {
    house
        .audit()
        .append(
            transaction,
            caller,
            action,
            "recording:" + recording.id(),
            Map.of("conference", recording.origin().conference()));
  }

  /**
   * The bytes of a recording, damaged or not, and an audit row. Who may: as {@link #list}.
   *
   * @throws RefusedException as {@link #list}; not found, if there is no such recording
   */
  public RecordingFile open(Caller caller, UUID id) {
    return acted(
        caller,
        "open",
        "recording:" + id,
        transaction -> {
          Recording recording = watchable(transaction, caller, id);
          RecordingFile file = shelf.open(transaction, id);
          audit(transaction, caller, "recording.opened", recording);
          return file;
        });
  }

  /**
   * All recordings of a conference, the damaged ones with what is wrong with them, oldest first.
   * Who may: those who may watch.
   *
   * @throws RefusedException not found, if there is no such conference; forbidden; a conflict, if
   *     the conference was closed
   */
  public List<Recording> list(Caller caller, String conference) {
    return acted(
        caller,
        "list",
        "conference:" + conference,
        handle -> {
          conferences.watchable(handle, caller, conference, settings);
          return shelf.list(handle, conference);
        });
  }

  /**
   * Takes in a recording of a conference that is there. Its creator and those who run it may, and
   * the administration.
   *
   * @param bytes what it consists of, read to the end and not closed
   * @return what is stored, also when the same bytes with the same source were there already
   * @throws RefusedException not found; forbidden
   * @throws IOException if the bytes cannot be read or stored; then nothing is taken in
   */
  public Recording add(Caller caller, String conference, RecordingDraft draft, InputStream bytes)
      throws IOException {
    house.database().jdbi().useHandle(handle -> conferences.runnable(handle, caller, conference));
    return shelf.put(
        draft,
        bytes,
        (transaction, shelved) -> {
          Conference there = conferences.runnable(transaction, caller, conference).conference();
          return shelf.insert(transaction, caller, there.id(), shelved);
        });
  }

  /**
   * Takes in a recording and, in the same transaction, the conference that it shows, unless one of
   * that source is there.
   *
   * @param conference the conference, with a source
   * @param bytes what it consists of, read to the end and not closed
   * @return what is stored, also when the same bytes with the same source were there already
   * @throws RefusedException as {@link Conferences#create}
   * @throws IOException if the bytes cannot be read or stored; then nothing is taken in
   */
  public Recording add(
      Caller caller, ConferenceDraft conference, RecordingDraft draft, InputStream bytes)
      throws IOException {
    return add(caller, conference, Set.of(), draft, bytes);
  }

  /**
   * As {@link #add(Caller, ConferenceDraft, RecordingDraft, InputStream)}, and writes down who was
   * there. What is written of them already stays.
   *
   * @param people accounts
   * @throws RefusedException also not found, if one of the people is not in the organisation
   * @throws IOException if the bytes cannot be read or stored; then nothing is taken in
   */
  public Recording add(
      Caller caller,
      ConferenceDraft conference,
      Set<String> people,
      RecordingDraft draft,
      InputStream bytes)
      throws IOException {
    return shelf.put(
        draft,
        bytes,
        (transaction, shelved) -> {
          Conference there = conferences.create(transaction, caller, conference);
          for (String person : people) {
            Conferences.needAccount(transaction, caller, person);
            Conferences.attend(transaction, there.id(), person);
          }
          return shelf.insert(transaction, caller, there.id(), shelved);
        });
  }

  /**
   * The SHA-256 of every file that was taken in under that source in the conference of that source,
   * in the caller's organisation: what an import need not take in again.
   */
  public Set<String> known(Caller caller, String conferenceSource, String source) {
    return house
        .database()
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    """
                    SELECT unnest(array_remove(ARRAY[r.sha256, r.original_sha256], NULL))
                      FROM recording r JOIN conference c ON c.id = r.conference
                     WHERE c.organisation = :organisation
                       AND c.source = :conference AND r.source = :source
                    UNION ALL
                    SELECT g.sha256
                      FROM recording_gone g JOIN conference c ON c.id = g.conference
                     WHERE c.organisation = :organisation
                       AND c.source = :conference AND g.source = :source
                    """)
                .bind("organisation", caller.organisation())
                .bind("conference", conferenceSource)
                .bind("source", source)
                .mapTo(String.class)
                .set());
  }

  /**
   * Removes the bytes that were stored before {@code before} and belong to no recording, as a crash
   * between the two leaves them.
   *
   * @return how many files were removed
   */
  public int sweep(Instant before) throws IOException {
    return shelf.sweep(before);
  }

  /** One query, and what is remembered of people: programs ask this often. */
  private Showing shown(Caller caller, ConferenceRequest request) {
    Named viewer =
        house
            .accounts()
            .named(request.kind(), request.person())
            .orElseThrow(() -> Refusals.noAccount(request.person()));
    if (!viewer.organisation().equals(caller.organisation())) {
      throw Refusals.foreign();
    }
    Visit visit =
        Visit.find(house.database(), request.conference())
            .orElseThrow(() -> Refusals.noConference(request.conference()));
    if (!visit.organisation().equals(caller.organisation())) {
      throw Refusals.foreign();
    }
    needToWatch(caller, viewer, visit.relation(house.database(), viewer.account()));
    if (visit.closed()) {
      throw Refusals.closed(request.conference());
    }
    List<Showing.Video> ready =
        visit.sights().stream()
            .filter(Visit.Sight::ready)
            .map(sight -> video(sight, request.kind()))
            .toList();
    if (ready.isEmpty()) {
      throw Refusals.noRecording("of conference " + request.conference());
    }
    return new Showing(ready);
  }

  private Showing.Video video(Visit.Sight sight, ExternalIdKind kind) {
    return new Showing.Video(
        sight.id(),
        sight.session(),
        house.accounts().externalId(kind, sight.owner()).orElse(""),
        sight.take(),
        sight.size(),
        sight.region());
  }

  /** A person acts for themselves only; a program has no more rights than the person it names. */
  private void needToWatch(Caller caller, Named viewer, Relation relation) {
    if (caller instanceof Caller.Person person && !person.account().id().equals(viewer.account())) {
      caller.needPermission(Permissions.VIEW_ALL_RECORDINGS);
    }
    if (relation.watches(settings.attendeesWatch())) {
      return;
    }
    Optional<Account> account = house.accounts().find(viewer.account());
    Caller asThem =
        house
            .accounts()
            .caller(
                account.orElseThrow(() -> Refusals.noAccount(viewer.account())),
                Set.of("*"),
                caller.address());
    relation.needToWatch(asThem, settings.attendeesWatch());
  }
}
