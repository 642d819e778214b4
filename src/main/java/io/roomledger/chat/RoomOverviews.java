package io.roomledger.chat;

import io.roomledger.base.Counted;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.identity.Administration;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Permissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The door of lists of rooms: which there are, who is in them, what happened to them. */
public final class RoomOverviews {
  /** Up to how many messages of a room are counted for whoever only glances at it. */
  public static final int GLANCE = 2_000;

  private final ChatRooms.House house;
  private final RoomRights rights;
  private final Optional<Integer> most;

  public RoomOverviews(ChatRooms.House house) {
    this(house, Optional.empty());
  }

  private RoomOverviews(ChatRooms.House house, Optional<Integer> most) {
    this.house = house;
    this.rights = new RoomRights(house.accounts());
    this.most = most;
  }

  /** The same door, which counts no more than {@link #GLANCE} messages of each room. */
  public RoomOverviews atAGlance() {
    return new RoomOverviews(house, Optional.of(GLANCE));
  }

  /**
   * The room of that id.
   *
   * @throws RefusedException not found; forbidden, if the caller may not read it
   */
  public RoomOverview get(Caller caller, String roomId) {
    return house
        .database()
        .jdbi()
        .withHandle(handle -> rows(handle).of(rights.readable(handle, caller, roomId)));
  }

  /**
   * The room of that name, whatever its case.
   *
   * @throws RefusedException not found; forbidden, if the caller may not read it
   */
  public RoomOverview named(Caller caller, String name) {
    return house
        .database()
        .jdbi()
        .withHandle(handle -> {
          String id =
              RoomRows.findByName(handle, caller.organisation(), name)
                  .map(ChatRoom::id)
                  .orElse(name);
          return rows(handle).of(rights.readable(handle, caller, id));
        });
  }

  /**
   * Rooms that the caller may read: of public channels all, if they may see those, else those they
   * are in; of other kinds those they are in.
   *
   * @throws RefusedException forbidden permission, if they may see neither channels nor the rooms
   *     they are in
   */
  public Counted<RoomOverview> list(Caller caller, RoomQuery query) {
    caller.needScope(RoomRights.SCOPE);
    if (!caller.may(Permissions.VIEW_PUBLIC_ROOMS) && !caller.may(Permissions.VIEW_JOINED_ROOMS)) {
      throw new RefusedException(
          new Refusal.Forbidden(Refusal.Right.PERMISSION, Permissions.VIEW_PUBLIC_ROOMS));
    }
    boolean open =
        query.kinds().equals(Set.of(RoomKind.CHANNEL)) && caller.may(Permissions.VIEW_PUBLIC_ROOMS);
    return open ? list(caller, query, Optional.empty()) : joined(caller, query);
  }

  /** Rooms that the caller is in; for the operator, all. */
  public Counted<RoomOverview> joined(Caller caller, RoomQuery query) {
    caller.needScope(RoomRights.SCOPE);
    return list(caller, query, RoomRights.accountOf(caller));
  }

  /** Rooms that the caller may read, of all kinds: open channels, and those that they are in. */
  public Counted<RoomOverview> readable(Caller caller, RoomQuery query) {
    Optional<String> member = RoomRights.accountOf(caller);
    if (member.isEmpty() || !caller.may(Permissions.VIEW_PUBLIC_ROOMS)) {
      return joined(caller, query);
    }
    caller.needScope(RoomRights.SCOPE);
    return house
        .database()
        .jdbi()
        .withHandle(handle -> rows(handle).readable(caller.organisation(), query, member.get()));
  }

  /**
   * Every room of the organisation, private ones and conversations too; without what is said there.
   *
   * @throws RefusedException forbidden permission {@link Administration#VIEW_ALL_ROOMS}
   */
  public Counted<RoomOverview> administered(Caller caller, RoomQuery query) {
    caller.needPermission(Administration.VIEW_ALL_ROOMS);
    caller.needScope(RoomRights.SCOPE);
    Counted<RoomOverview> found = list(caller, query, Optional.empty());
    return new Counted<>(found.items().stream().map(RoomOverview::silent).toList(), found.total());
  }

  /** What happened to the rooms of a person since then; without a time, all of their rooms. */
  public RoomUpdates updates(Caller.Person caller, Optional<Instant> since) {
    caller.needScope(RoomRights.SCOPE);
    String member = caller.account().id();
    Instant from = since.orElse(Instant.EPOCH);
    return house
        .database()
        .jdbi()
        .withHandle(handle ->
            new RoomUpdates(
                rows(handle).changed(member, from),
                since.isEmpty()
                    ? List.of()
                    : rows(handle).gone(caller.organisation(), member, from)));
  }

  /** Whether there is a room of that name in the organisation, whoever may read it. */
  public boolean nameExists(Caller caller, String name) {
    caller.needScope(RoomRights.SCOPE);
    return house
        .database()
        .jdbi()
        .withHandle(handle -> RoomRows.findByName(handle, caller.organisation(), name).isPresent());
  }

  private Counted<RoomOverview> list(Caller caller, RoomQuery query, Optional<String> member) {
    return house
        .database()
        .jdbi()
        .withHandle(handle -> rows(handle).list(caller.organisation(), query, member));
  }

  private OverviewRows rows(Handle handle) {
    return new OverviewRows(handle, house.accounts(), most);
  }
}
