package io.roomledger.chat;

import io.roomledger.base.Counted;
import io.roomledger.base.Ids;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.base.Window;
import io.roomledger.identity.Account;
import io.roomledger.identity.Administration;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Permissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/**
 * The door of who is in chat rooms. Each act is audited, and written into the room as a message of
 * the system.
 */
public final class Memberships {
  private static final int MOST_IN_CONVERSATION = 100;

  private final ChatRooms.House house;
  private final RoomRights rights;

  public Memberships(ChatRooms.House house) {
    this.house = house;
    this.rights = new RoomRights(house.accounts());
  }

  /**
   * Who is in a room, by user name.
   *
   * @param words only those whose user name or name contains this; empty for all
   * @throws RefusedException not found; forbidden, if the caller may not read the room
   */
  public Counted<Member> list(
      Caller caller, String roomId, String words, boolean descending, Window window) {
    return house
        .database()
        .jdbi()
        .withHandle(handle -> {
          ChatRoom room = rights.readable(handle, caller, roomId);
          return MemberRows.list(handle, room.id(), words, descending, window);
        });
  }

  /**
   * Those who have a role in a room, the longest there first.
   *
   * @throws RefusedException not found; forbidden, if the caller may not read the room
   */
  public List<Member> keepers(Caller caller, String roomId) {
    return house
        .database()
        .jdbi()
        .withHandle(
            handle -> MemberRows.withRoles(handle, rights.readable(handle, caller, roomId).id()));
  }

  /**
   * That somebody is in a room, if they are.
   *
   * @throws RefusedException not found; forbidden, if the caller may not read the room
   */
  public Optional<Member> find(Caller caller, String roomId, String accountId) {
    return house
        .database()
        .jdbi()
        .withHandle(handle ->
            MemberRows.find(handle, rights.readable(handle, caller, roomId).id(), accountId));
  }

  /**
   * Puts people into a room; who is there already stays as they are. Whoever is in the room and has
   * {@code add-user-to-joined-room} may, and of public channels who has {@code
   * add-user-to-any-c-room}.
   *
   * @throws RefusedException not found: the room or an account; forbidden; conflict, if it is a
   *     conversation
   */
  public void invite(Caller caller, String roomId, Collection<String> accountIds) {
    change(
        caller,
        roomId,
        (handle, room) -> {
          needGroup(room);
          needInvite(handle, caller, room);
          for (String accountId : accountIds) {
            Account account = account(room, accountId);
            if (add(handle, room, accountId)) {
              SystemLines.write(handle, roomId, caller, "au", account.username(), now());
              audit(handle, caller, "chat.member-put", roomId, accountId);
            }
          }
        });
  }

  private void needInvite(Handle handle, Caller caller, ChatRoom room) {
    boolean member = RoomRights.membership(handle, caller, room.id()).isPresent();
    boolean may =
        caller instanceof Caller.Operator
            || (member && rights.may(handle, caller, room.id(), Administration.ADD_TO_JOINED_ROOMS))
            || (room.kind() == RoomKind.CHANNEL && caller.may(Administration.ADD_TO_CHANNELS));
    if (!may) {
      throw new RefusedException(
          new Refusal.Forbidden(Refusal.Right.PERMISSION, Administration.ADD_TO_JOINED_ROOMS));
    }
  }

  /**
   * Comes into a public channel.
   *
   * @throws RefusedException not found; forbidden, if the caller may not read it or it is none
   */
  public void join(Caller.Person caller, String roomId) {
    change(
        caller,
        roomId,
        (handle, room) -> {
          if (room.kind() != RoomKind.CHANNEL) {
            throw new RefusedException(new Refusal.Forbidden(Refusal.Right.RELATION, "invitation"));
          }
          caller.needPermission(Permissions.VIEW_PUBLIC_ROOMS);
          if (add(handle, room, caller.account().id())) {
            SystemLines.write(handle, roomId, caller, "uj", caller.account().username(), now());
            audit(handle, caller, "chat.member-put", roomId, caller.account().id());
          }
        });
  }

  /**
   * Leaves a room.
   *
   * @throws RefusedException not found; forbidden relation {@code member}, if the caller is not in
   *     it; conflict, if they are its last owner or it is a conversation
   */
  public void leave(Caller.Person caller, String roomId) {
    change(
        caller,
        roomId,
        (handle, room) -> {
          needGroup(room);
          Member member = needMember(handle, roomId, caller.account().id());
          needOtherOwner(handle, member, roomId);
          RoomRows.removeMember(handle, roomId, caller.account().id());
          SystemLines.write(handle, roomId, caller, "ul", caller.account().username(), now());
          audit(handle, caller, "chat.member-removed", roomId, caller.account().id());
        });
  }

  /**
   * Takes somebody out of a room. Needs {@code remove-user}, in the organisation or in that room.
   *
   * @throws RefusedException not found: the room; forbidden permission; forbidden relation {@code
   *     member}, if they are not in it; conflict, if they are its last owner or it is a
   *     conversation
   */
  public void kick(Caller caller, String roomId, String accountId) {
    change(
        caller,
        roomId,
        (handle, room) -> {
          needGroup(room);
          rights.need(handle, caller, roomId, Administration.REMOVE_MEMBERS);
          Member member = needMember(handle, roomId, accountId);
          needOtherOwner(handle, member, roomId);
          RoomRows.removeMember(handle, roomId, accountId);
          SystemLines.write(handle, roomId, caller, "ru", member.account().username(), now());
          audit(handle, caller, "chat.member-removed", roomId, accountId);
        });
  }

  /**
   * Gives somebody a role in a room, or takes it. Needs {@code set-owner}, {@code set-moderator} or
   * {@code set-leader}, in the organisation or in that room.
   *
   * @param role owner, moderator or leader
   * @throws RefusedException not found: the room; forbidden permission; forbidden relation {@code
   *     member}, if they are not in it; conflict, if they have it already, do not have it, or are
   *     the last owner
   */
  public void setRole(Caller caller, String roomId, String accountId, String role, boolean given) {
    change(
        caller,
        roomId,
        (handle, room) -> {
          needGroup(room);
          rights.need(handle, caller, roomId, permissionFor(role));
          Member member = needMember(handle, roomId, accountId);
          Set<String> roles = new TreeSet<>(member.membership().roles());
          if (given ? !roles.add(role) : !roles.contains(role)) {
            String which = given ? " is already " : " is not ";
            throw conflict(member.account().username() + which + role + " of " + room.label());
          }
          if (!given) {
            if (role.equals(Membership.OWNER)) {
              needOtherOwner(handle, member, roomId);
            }
            roles.remove(role);
          }
          RoomRows.setRoles(handle, roomId, accountId, List.copyOf(roles));
          String kind = given ? "subscription-role-added" : "subscription-role-removed";
          SystemLines.write(handle, roomId, caller, kind, member.account().username(), now());
          house
              .audit()
              .append(
                  handle,
                  caller,
                  given ? "chat.role-given" : "chat.role-taken",
                  "chat-room:" + roomId,
                  Map.of("account", accountId, "role", role));
        });
  }

  /** Puts a room that the caller is in away, or takes it out again; nobody else sees it. */
  public void close(Caller.Person caller, String roomId, boolean closed) {
    caller.needScope(RoomRights.MANAGE);
    house
        .database()
        .jdbi()
        .useTransaction(handle -> {
          ChatRoom room = rights.readable(handle, caller, roomId);
          Member member = needMember(handle, room.id(), caller.account().id());
          MemberRows.setClosed(handle, roomId, member.account().id(), closed);
        });
  }

  /**
   * The conversation of these people and nobody else; it is begun if there is none yet, which needs
   * {@code create-d}.
   *
   * @throws RefusedException not found: an account; forbidden; invalid, if they are too many
   */
  public ChatRoom conversation(Caller caller, Set<String> accountIds) {
    caller.needScope(RoomRights.MANAGE);
    if (accountIds.isEmpty() || accountIds.size() > MOST_IN_CONVERSATION) {
      throw new RefusedException(
          new Refusal.Invalid(
              "people", accountIds.size() + " people", "1 to " + MOST_IN_CONVERSATION));
    }
    return house
        .database()
        .jdbi()
        .inTransaction(handle -> {
          String organisation = caller.organisation();
          Optional<String> there = MemberRows.conversation(handle, organisation, accountIds);
          return there.isPresent()
              ? RoomRows.find(handle, there.get()).orElseThrow()
              : begin(handle, caller, new TreeSet<>(accountIds));
        });
  }

  /** Its id is made of its people's, so that two who begin it at once begin the same. */
  private ChatRoom begin(Handle handle, Caller caller, Set<String> accountIds) {
    caller.needPermission(Administration.CREATE_DIRECT_ROOMS);
    List<String> parts = new ArrayList<>(List.of("conversation", caller.organisation()));
    parts.addAll(accountIds);
    ChatRoom room =
        new ChatRoom(
            Ids.derived(17, parts.toArray(String[]::new)),
            caller.organisation(),
            RoomKind.DIRECT,
            "",
            "",
            "",
            "",
            now(),
            RoomRights.accountOf(caller),
            false,
            false);
    for (String accountId : accountIds) {
      Account _ = account(room, accountId);
    }
    if (RoomRows.insert(handle, room)) {
      RoomRows.addMembers(
          handle,
          room.id(),
          accountIds.stream().map(id -> new Membership(id, List.of(), now())).toList());
      audit(handle, caller, "chat.room-made", room.id(), String.join(" ", accountIds));
    }
    return RoomRows.find(handle, room.id()).orElseThrow();
  }

  private interface Act {
    void apply(Handle handle, ChatRoom room);
  }

  private void change(Caller caller, String roomId, Act act) {
    caller.needScope(RoomRights.MANAGE);
    house
        .database()
        .jdbi()
        .useTransaction(handle -> {
          ChatRoom room = rights.readable(handle, caller, roomId);
          // one change of a room's people after the other, so that its last owner stays
          handle.execute("SELECT FROM chat_room WHERE id = ? FOR NO KEY UPDATE", roomId);
          handle.execute(
              "UPDATE chat_room SET changed_at = ? WHERE id = ?", RoomRows.utc(now()), roomId);
          act.apply(handle, room);
        });
  }

  private boolean add(Handle handle, ChatRoom room, String accountId) {
    Membership member = new Membership(accountId, List.of(), now());
    return RoomRows.addMembers(handle, room.id(), List.of(member)) == 1;
  }

  private Account account(ChatRoom room, String accountId) {
    return house
        .accounts()
        .find(accountId)
        .filter(account -> account.organisation().equals(room.organisation()))
        .orElseThrow(
            () -> new RefusedException(new Refusal.NotFound(Refusal.Thing.ACCOUNT, accountId)));
  }

  private static void needGroup(ChatRoom room) {
    if (room.kind() == RoomKind.DIRECT) {
      throw conflict("chat room " + room.id() + ": the people of a conversation stay the same");
    }
  }

  private static Member needMember(Handle handle, String roomId, String accountId) {
    return MemberRows.find(handle, roomId, accountId)
        .orElseThrow(
            () -> new RefusedException(new Refusal.Forbidden(Refusal.Right.RELATION, "member")));
  }

  private static void needOtherOwner(Handle handle, Member member, String roomId) {
    boolean last =
        member.membership().roles().contains(Membership.OWNER)
            && MemberRows.withRoles(handle, roomId).stream()
                    .filter(m -> m.membership().roles().contains(Membership.OWNER))
                    .count()
                == 1;
    if (last) {
      throw conflict(
          member.account().username() + " is the last owner (expected: another owner first)");
    }
  }

  private static String permissionFor(String role) {
    return switch (role) {
      case Membership.OWNER -> Administration.SET_OWNER;
      case Membership.MODERATOR -> Administration.SET_MODERATOR;
      case Membership.LEADER -> Administration.SET_LEADER;
      default ->
          throw new RefusedException(
              new Refusal.Invalid("role", role, "owner, moderator or leader"));
    };
  }

  private static RefusedException conflict(String what) {
    return new RefusedException(new Refusal.Conflict(what));
  }

  private void audit(Handle handle, Caller caller, String action, String roomId, String account) {
    house.audit().append(handle, caller, action, "chat-room:" + roomId, Map.of("account", account));
  }

  private Instant now() {
    return house.clock().instant().truncatedTo(ChronoUnit.MICROS);
  }
}
