package io.roomledger.conference;

import io.roomledger.identity.Caller;
import io.roomledger.identity.Permissions;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What somebody is to a conference.
 *
 * @param creates whether they created it
 * @param role what they are in it, or null if they were not there
 * @param records whether they own one of its recordings
 */
record Relation(boolean creates, ConferenceMember.@Nullable Role role, boolean records) {
  private static final String WATCHERS = "creator, host, co-host or recorder";

  /** What a caller is to a conference of their organisation. */
  static Relation of(Handle handle, Caller caller, Conference conference) {
    if (!(caller instanceof Caller.Person person)) {
      return new Relation(false, null, false);
    }
    return of(handle, person.account().id(), conference);
  }

  /** What an account is to a conference. */
  static Relation of(Handle handle, String account, Conference conference) {
    return handle
        .createQuery(
            """
            SELECT (SELECT role FROM conference_member
                     WHERE conference = :conference AND account = :account) AS role,
                   EXISTS (SELECT FROM recording
                            WHERE conference = :conference AND owner = :account) AS records
            """)
        .bind("conference", conference.id())
        .bind("account", account)
        .map((row, context) ->
            new Relation(
                conference.creator().equals(account),
                role(row.getString("role")),
                row.getBoolean("records")))
        .one();
  }

  static ConferenceMember.@Nullable Role role(@Nullable String name) {
    return name == null ? null : ConferenceMember.Role.valueOf(name);
  }

  boolean runs() {
    return creates || (role != null && role.runs());
  }

  /** Whether the policy lets them watch without a permission. */
  boolean watches(boolean attendeesWatch) {
    return runs() || records || (attendeesWatch && role != null);
  }

  void needAny(Caller caller) {
    if (role == null && !watches(false) && !caller.may(Permissions.VIEW_ALL_RECORDINGS)) {
      throw Refusals.relation("member");
    }
  }

  void needToRun(Caller caller) {
    if (!runs() && caller instanceof Caller.Person) {
      throw Refusals.relation("host");
    }
  }

  /** Only a host, and not a co-host; who created it is one. */
  void needToHost() {
    if (!creates && role != ConferenceMember.Role.HOST) {
      throw Refusals.relation("host");
    }
  }

  void needToWatch(Caller caller, boolean attendeesWatch) {
    if (!watches(attendeesWatch) && !caller.may(Permissions.VIEW_ALL_RECORDINGS)) {
      throw Refusals.relation(WATCHERS);
    }
  }
}
