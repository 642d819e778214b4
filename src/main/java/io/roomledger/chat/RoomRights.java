package io.roomledger.chat;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Permissions;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Who may do what in which room. */
final class RoomRights {
  /** What a token must carry to see chat at all; a person's own log-in carries every scope. */
  static final String SCOPE = "chat:read";

  /** What a token must carry to make and change rooms and who is in them. */
  static final String MANAGE = "chat:manage";

  private final Accounts accounts;

  RoomRights(Accounts accounts) {
    this.accounts = accounts;
  }

  /** The room, if the caller may know that it is there and may read it. */
  ChatRoom readable(Handle handle, Caller caller, String roomId) {
    ChatRoom room = known(handle, caller, roomId);
    needRead(handle, caller, room);
    return room;
  }

  /**
   * The room, if the caller may export it. The permission is looked at first, so that whoever lacks
   * it does not learn which rooms there are.
   */
  ChatRoom exportable(Handle handle, Caller caller, String roomId) {
    if (!may(handle, caller, roomId, Permissions.MAIL_MESSAGES)) {
      throw new RefusedException(
          new Refusal.Forbidden(Refusal.Right.PERMISSION, Permissions.MAIL_MESSAGES));
    }
    return readable(handle, caller, roomId);
  }

  /** Whether the caller's roles in the organisation or in that very room carry the permission. */
  boolean may(Handle handle, Caller caller, String roomId, String permission) {
    return caller.may(permission)
        || accounts.permissionsOf(rolesIn(handle, caller, roomId)).contains(permission);
  }

  /** Refuses unless {@link #may}. */
  void need(Handle handle, Caller caller, String roomId, String permission) {
    if (!may(handle, caller, roomId, permission)) {
      throw new RefusedException(new Refusal.Forbidden(Refusal.Right.PERMISSION, permission));
    }
  }

  /** Whether the caller keeps that room in order. */
  boolean keeps(Handle handle, Caller caller, String roomId) {
    List<String> roles = rolesIn(handle, caller, roomId);
    return caller instanceof Caller.Operator
        || roles.contains(Membership.OWNER)
        || roles.contains(Membership.MODERATOR);
  }

  /**
   * The room, whether or not the caller may read it; rooms of other organisations are not there.
   */
  ChatRoom known(Handle handle, Caller caller, String roomId) {
    return RoomRows.find(handle, roomId)
        .filter(room -> room.organisation().equals(caller.organisation()))
        .orElseThrow(() -> unknown(roomId));
  }

  static RefusedException unknown(String idOrName) {
    return new RefusedException(new Refusal.NotFound(Refusal.Thing.CHAT_ROOM, idOrName));
  }

  void needRead(Handle handle, Caller caller, ChatRoom room) {
    caller.needScope(SCOPE);
    if (!mayRead(handle, caller, room)) {
      throw new RefusedException(new Refusal.Forbidden(Refusal.Right.RELATION, "member"));
    }
  }

  /**
   * An administrator who is not in a private room may not read it: roles open public channels only.
   */
  private boolean mayRead(Handle handle, Caller caller, ChatRoom room) {
    if (caller instanceof Caller.Operator) {
      return true;
    }
    boolean open = room.kind() == RoomKind.CHANNEL && caller.may(Permissions.VIEW_PUBLIC_ROOMS);
    return open || membership(handle, caller, room.id()).isPresent();
  }

  private List<String> rolesIn(Handle handle, Caller caller, String roomId) {
    return membership(handle, caller, roomId).map(Membership::roles).orElse(List.of());
  }

  static Optional<Membership> membership(Handle handle, Caller caller, String roomId) {
    return accountOf(caller).flatMap(account -> RoomRows.membership(handle, roomId, account));
  }

  /** The account of a person who calls. */
  static Optional<String> accountOf(Caller caller) {
    return caller instanceof Caller.Person person
        ? Optional.of(person.account().id())
        : Optional.empty();
  }
}
