package io.roomledger.dialect.rocketchat;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.chat.Memberships;
import io.roomledger.chat.RoomOverview;
import io.roomledger.chat.RoomOverviews;
import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Caller;
import java.util.Optional;
import java.util.Set;

/** Finds the room that a call names, by id, by name or by whom one talks to. */
final class RoomFinder {
  private static final String NOT_FOUND = "error-room-not-found";

  private final RoomOverviews overviews;
  private final Memberships memberships;
  private final Accounts accounts;

  RoomFinder(RoomOverviews overviews, Memberships memberships, Accounts accounts) {
    this.overviews = overviews;
    this.memberships = memberships;
    this.accounts = accounts;
  }

  /** The room of that family, archived or not. */
  RoomOverview find(Desk.Visit visit, Family family) {
    RoomOverview found =
        family.direct() ? direct(visit, family) : named(visit.caller(), visit.asked(), family);
    if (found.room().kind() != family.kind()) {
      throw notFound(family);
    }
    return found;
  }

  /** The room of that family, which must not be archived. */
  RoomOverview open(Desk.Visit visit, Family family) {
    RoomOverview found = find(visit, family);
    if (found.room().archived()) {
      throw new FailureException(
          Failure.of(
              "The " + family.words() + ", " + found.room().name() + ", is archived",
              "error-room-archived"));
    }
    return found;
  }

  /** A room of whatever kind, as the {@code rooms.} endpoints want it. */
  RoomOverview any(Desk.Visit visit) {
    Optional<String> id = visit.asked().find("roomId");
    Optional<String> name = visit.asked().find("roomName");
    if (id.isEmpty() && name.isEmpty()) {
      throw new FailureException(
          Failure.of(
              "The parameter \"roomId\" or \"roomName\" is required",
              "error-roomid-param-not-provided"));
    }
    return lookUp(visit.caller(), id, name, Family.CHANNELS);
  }

  private RoomOverview named(Caller caller, Asked asked, Family family) {
    Optional<String> id = asked.find("roomId");
    Optional<String> name = asked.find("roomName");
    if (id.isEmpty() && name.isEmpty()) {
      throw new FailureException(
          Failure.of(
              "The parameter \"roomId\" or \"roomName\" is required",
              "error-room-param-not-provided"));
    }
    try {
      return lookUp(caller, id, name, family);
    } catch (RefusedException e) {
      // who may not read a private room shall not learn that it is there
      throw family == Family.GROUPS && isRelation(e.refusal()) ? notFound(family) : e;
    }
  }

  private RoomOverview lookUp(
      Caller caller, Optional<String> id, Optional<String> name, Family family) {
    try {
      return id.isPresent()
          ? overviews.get(caller, id.get())
          : overviews.named(caller, name.orElseThrow());
    } catch (RefusedException e) {
      throw e.refusal() instanceof Refusal.NotFound ? notFound(family) : e;
    }
  }

  /** By the id of the conversation, or by the user name of whom one talks to. */
  private RoomOverview direct(Desk.Visit visit, Family family) {
    String given =
        visit
            .asked()
            .find("roomId")
            .or(() -> visit.asked().find("username"))
            .orElseThrow(() ->
                new FailureException(
                    Failure.of(
                        "Query param \"roomId\" or \"username\" is required",
                        "error-room-param-not-provided")));
    Caller.Person caller = visit.caller();
    try {
      Optional<Account> other = accounts.findByUsername(caller.organisation(), given);
      return overviews.get(
          caller,
          other.isPresent()
              ? memberships
                  .conversation(caller, Set.of(caller.account().id(), other.get().id()))
                  .id()
              : given);
    } catch (RefusedException e) {
      if (e.refusal() instanceof Refusal.NotFound) {
        throw notFound(family);
      }
      throw isRelation(e.refusal()) ? new FailureException(Failure.FORBIDDEN) : e;
    }
  }

  static boolean isRelation(Refusal refusal) {
    return refusal instanceof Refusal.Forbidden forbidden
        && forbidden.kind() == Refusal.Right.RELATION;
  }

  private static FailureException notFound(Family family) {
    String params = family.direct() ? "\"roomId\"" : "\"roomId\" or \"roomName\"";
    String what = family == Family.GROUPS ? "group" : family.words();
    return new FailureException(
        Failure.of(
            "The required " + params + " param provided does not match any " + what, NOT_FOUND));
  }
}
