package io.roomledger.conference;

import io.roomledger.base.Page;
import io.roomledger.db.Database;
import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Permissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The door of the list of all recordings that somebody may see, the newest first, with those that
 * are on their way and those that came to nothing. A page costs the same wherever it is: it is read
 * along an index, from the key of the page before. A filter looks at so many recordings a page and
 * no more, so a page may have fewer than asked for, or none, and still a next one.
 */
public final class RecordingList {
  /** How many recordings a page with a filter looks at. */
  static final int LOOKED_AT = 5000;

  private final Database database;
  private final Accounts accounts;
  private final RecordingSettings settings;
  private final Clock clock;

  public RecordingList(
      Database database, Accounts accounts, RecordingSettings settings, Clock clock) {
    this.database = database;
    this.accounts = accounts;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * A page of the recordings that the caller may see: those of conferences that they created, ran
   * or recorded in, and where the settings say so those that they attended; all of the
   * organisation, for whoever may see all. Those of closed conferences too, though they are no
   * longer handed out.
   *
   * @throws io.roomledger.base.RefusedException invalid, if the key is; not found, if there is no
   *     such person
   */
  public Page<ListedRecording> page(Caller caller, RecordingQuery query) {
    RecordingKey after = query.after().map(RecordingKey::parse).orElse(RecordingKey.FIRST);
    Optional<String> person = query.filter().person().map(name -> account(caller, name).id());
    Looking looking = new Looking(caller, query, person, after, settings.attendeesWatch());
    return database.jdbi().withHandle(handle -> page(handle, looking));
  }

  private Account account(Caller caller, String username) {
    return accounts
        .findByUsername(caller.organisation(), username)
        .orElseThrow(() -> Refusals.noAccount(username));
  }

  /** Somebody looks for something. */
  record Looking(
      Caller caller,
      RecordingQuery query,
      Optional<String> person,
      RecordingKey after,
      boolean attendeesWatch) {
    /** The account that sees only its own, unless the caller sees all. */
    Optional<String> viewer() {
      return caller instanceof Caller.Person self && !caller.may(Permissions.VIEW_ALL_RECORDINGS)
          ? Optional.of(self.account().id())
          : Optional.empty();
    }

    int scanned() {
      boolean walksAlong = query.filter().none() && (person.isEmpty() || viewer().isEmpty());
      return walksAlong ? query.limit() + 1 : LOOKED_AT;
    }
  }

  private Page<ListedRecording> page(Handle handle, Looking looking) {
    RecordingListRows.Found found = RecordingListRows.recordings(handle, looking);
    List<ListedRecording> all = new ArrayList<>(found.items());
    // what is on its way is few, and is merged in
    for (ListedRecording coming : RecordingListRows.coming(handle, looking, clock.instant())) {
      if (found.end().filter(end -> key(coming).isAfter(end)).isEmpty()) {
        all.add(coming);
      }
    }
    all.sort((a, b) -> key(a).equals(key(b)) ? 0 : key(a).isAfter(key(b)) ? 1 : -1);
    int limit = looking.query().limit();
    if (all.size() > limit) {
      List<ListedRecording> page = all.subList(0, limit);
      return new Page<>(page, Optional.of(key(page.getLast()).text()));
    }
    return new Page<>(all, found.end().map(RecordingKey::text));
  }

  private static RecordingKey key(ListedRecording listed) {
    return new RecordingKey(listed.startedAt(), listed.id());
  }
}
