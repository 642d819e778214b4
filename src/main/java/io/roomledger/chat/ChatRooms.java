package io.roomledger.chat;

import io.roomledger.audit.Audit;
import io.roomledger.base.Page;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Administration;
import io.roomledger.identity.Caller;
import io.roomledger.mail.Outbox;
import io.roomledger.store.ObjectStore;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * The door of chat rooms and of who is in them. What is said there has a door of its own, {@link
 * ChatMessages}.
 *
 * <p>Who may read a room: whoever is in it; of a public channel also whoever has the permission
 * {@code view-c-room}; the operator. An administrator who is not in a private room may not.
 */
public final class ChatRooms {
  /** The most items that are on one page of a list. */
  public static final int LONGEST_PAGE = 1000;

  /** What it works with. */
  public record House(
      Database database,
      Accounts accounts,
      Outbox outbox,
      Audit audit,
      ObjectStore store,
      Clock clock) {}

  private final House house;
  private final RoomRights rights;

  public ChatRooms(House house) {
    this.house = house;
    this.rights = new RoomRights(house.accounts());
  }

  /**
   * Makes a room and puts people into it. Needs {@code create-c}, {@code create-p} or {@code
   * create-d}; who makes it should be among the members, as its owner.
   *
   * @throws RefusedException forbidden permission; invalid: a room of another organisation, or a
   *     channel without a name; conflict: there is a room of that name or id
   */
  public ChatRoom create(Caller caller, ChatRoom room, List<Membership> members) {
    caller.needScope(RoomRights.MANAGE);
    caller.needPermission(permissionToMake(room.kind()));
    check(caller, room);
    house
        .database()
        .jdbi()
        .useTransaction(handle -> {
          if (!RoomRows.insert(handle, room)) {
            throw new RefusedException(
                new Refusal.Conflict(
                    "chat room "
                        + room.label()
                        + ": there is one of that name already (expected: another name)"));
          }
          int added = RoomRows.addMembers(handle, room.id(), members);
          audit(handle, caller, "chat.room-made", room.id(), Map.of("members", "" + added));
        });
    return room;
  }

  private static String permissionToMake(RoomKind kind) {
    return switch (kind) {
      case CHANNEL -> Administration.CREATE_CHANNELS;
      case PRIVATE -> Administration.CREATE_PRIVATE_ROOMS;
      case DIRECT -> Administration.CREATE_DIRECT_ROOMS;
    };
  }

  static void check(Caller caller, ChatRoom room) {
    if (!room.organisation().equals(caller.organisation())) {
      throw new RefusedException(
          new Refusal.Invalid("organisation", room.organisation(), caller.organisation()));
    }
    boolean named = !room.name().isBlank() || room.kind() == RoomKind.DIRECT;
    if (!named || room.name().length() > 200 || room.name().indexOf('\0') >= 0) {
      throw new RefusedException(
          new Refusal.Invalid("name", room.name(), "a name of 1 to 200 characters"));
    }
  }

  /**
   * The room of that id.
   *
   * @throws RefusedException not found; forbidden, if the caller may not read it
   */
  public ChatRoom get(Caller caller, String roomId) {
    return house.database().jdbi().withHandle(handle -> rights.readable(handle, caller, roomId));
  }

  /**
   * The room of that id or else of that name, whatever its case, if the caller may read it.
   *
   * @throws RefusedException not found; forbidden, if the caller may not read it
   */
  public ChatRoom resolve(Caller caller, String idOrName) {
    return house
        .database()
        .jdbi()
        .withHandle(handle -> {
          String organisation = caller.organisation();
          Optional<ChatRoom> found =
              RoomRows.find(handle, idOrName)
                  .filter(room -> room.organisation().equals(organisation))
                  .or(() -> RoomRows.findByName(handle, organisation, idOrName));
          ChatRoom room = found.orElseThrow(() -> RoomRights.unknown(idOrName));
          rights.needRead(handle, caller, room);
          return room;
        });
  }

  /**
   * The room, if the caller may export or mail it: they need the permission {@code mail-messages}
   * from a role in the organisation or in that very room, and must be able to read it. That
   * somebody may not is audited.
   *
   * @throws RefusedException forbidden permission first, then not found, then forbidden relation
   */
  public ChatRoom exportable(Caller caller, String roomId) {
    return refused(
        caller,
        roomId,
        () ->
            house
                .database()
                .jdbi()
                .withHandle(handle -> rights.exportable(handle, caller, roomId)));
  }

  private <T> T refused(Caller caller, String roomId, Supplier<T> act) {
    return house
        .audit()
        .refusals(
            house.database().jdbi(), caller, "chat.export-refused", "chat-room:" + roomId, act);
  }

  /**
   * Whether the caller's roles, in the organisation or in that very room, carry the permission. It
   * says nothing about whether they may read the room.
   */
  public boolean may(Caller caller, String roomId, String permission) {
    return house
        .database()
        .jdbi()
        .withHandle(handle -> rights.may(handle, caller, roomId, permission));
  }

  /**
   * Who is in a room, by account id.
   *
   * @param key the key that came with the page before
   * @throws RefusedException not found; forbidden, if the caller may not read the room
   */
  public Page<Membership> members(Caller caller, String roomId, Optional<String> key, int limit) {
    int most = bounded(limit);
    return house
        .database()
        .jdbi()
        .withHandle(handle -> {
          ChatRoom room = rights.readable(handle, caller, roomId);
          return page(
              RoomRows.members(handle, room.id(), key.orElse(""), most + 1),
              most,
              Membership::accountId);
        });
  }

  /**
   * Puts somebody into a room or changes their roles there. Its owners and moderators may; whoever
   * reads a public channel may join it without a role.
   *
   * @throws RefusedException not found: the room or the account; forbidden
   */
  public void putMember(Caller caller, String roomId, String accountId, List<String> roles) {
    house
        .database()
        .jdbi()
        .useTransaction(handle -> {
          ChatRoom room = rights.readable(handle, caller, roomId);
          boolean joining = isSelf(caller, accountId) && roles.isEmpty();
          if (!joining) {
            needKeeper(handle, caller, roomId);
          }
          needAccount(room.organisation(), accountId);
          Membership member = new Membership(accountId, roles, now());
          if (RoomRows.addMembers(handle, roomId, List.of(member)) == 0) {
            RoomRows.setRoles(handle, roomId, accountId, roles);
          }
          audit(handle, caller, "chat.member-put", roomId, Map.of("account", accountId));
        });
  }

  /**
   * Takes somebody out of a room. They themselves may, and its owners and moderators.
   *
   * @throws RefusedException not found; forbidden
   */
  public void removeMember(Caller caller, String roomId, String accountId) {
    house
        .database()
        .jdbi()
        .useTransaction(handle -> {
          rights.readable(handle, caller, roomId);
          if (!isSelf(caller, accountId)) {
            needKeeper(handle, caller, roomId);
          }
          if (RoomRows.removeMember(handle, roomId, accountId)) {
            audit(handle, caller, "chat.member-removed", roomId, Map.of("account", accountId));
          }
        });
  }

  /**
   * Sends messages of a room by mail: each recipient gets a copy of their own, in one transaction
   * with the audit row. That it is refused is audited too.
   *
   * @return those of {@code toUsers} that are nobody or have no address
   * @throws RefusedException as {@link #exportable}; invalid {@code recipients}, if there are none;
   *     invalid {@code toUsers} or {@code toEmails}, if an address is malformed
   */
  public List<String> mail(Caller caller, RoomMail mail) {
    return refused(caller, mail.roomId(), () -> new RoomMailing(house, rights).send(caller, mail));
  }

  private void needKeeper(Handle handle, Caller caller, String roomId) {
    if (!rights.keeps(handle, caller, roomId)) {
      throw new RefusedException(new Refusal.Forbidden(Refusal.Right.RELATION, Membership.OWNER));
    }
  }

  private void needAccount(String organisation, String accountId) {
    if (house
        .accounts()
        .find(accountId)
        .filter(account -> account.organisation().equals(organisation))
        .isEmpty()) {
      throw new RefusedException(new Refusal.NotFound(Refusal.Thing.ACCOUNT, accountId));
    }
  }

  private static boolean isSelf(Caller caller, String accountId) {
    return caller instanceof Caller.Person person && person.account().id().equals(accountId);
  }

  private void audit(
      Handle handle, Caller caller, String action, String roomId, Map<String, String> details) {
    house.audit().append(handle, caller, action, "chat-room:" + roomId, details);
  }

  private Instant now() {
    return house.clock().instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static int bounded(int limit) {
    return Math.clamp(limit, 1, LONGEST_PAGE);
  }

  /** Of one item more than fit, the page that fits and where the next one begins. */
  static <T> Page<T> page(List<T> items, int most, java.util.function.Function<T, String> key) {
    if (items.size() <= most) {
      return new Page<>(items, Optional.empty());
    }
    List<T> fitting = items.subList(0, most);
    return new Page<>(fitting, Optional.of(key.apply(fitting.getLast())));
  }
}
