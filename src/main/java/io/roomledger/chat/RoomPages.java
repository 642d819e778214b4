package io.roomledger.chat;

import io.roomledger.base.Page;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Permissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The door of rooms and their members, page by page, each page going on where the last ended. */
public final class RoomPages {
  private final ChatRooms.House house;
  private final RoomRights rights;

  public RoomPages(ChatRooms.House house) {
    this.house = house;
    this.rights = new RoomRights(house.accounts());
  }

  /**
   * Which rooms, and which page of them.
   *
   * @param kinds their kinds; none for all
   * @param words what their name, title or topic contains, whatever its case; empty for all
   * @param after the id of the last room of the page before
   * @param limit how many at most, 1 to {@link ChatRooms#LONGEST_PAGE}
   */
  public record Asked(Set<RoomKind> kinds, String words, Optional<String> after, int limit) {
    public Asked {
      kinds = Set.copyOf(kinds);
    }
  }

  /**
   * The rooms that the caller may read, by id: public channels, if they may see those, and the
   * rooms they are in; for the operator, all of the organisation.
   *
   * @throws RefusedException forbidden scope; invalid limit
   */
  public Page<ChatRoom> rooms(Caller caller, Asked asked) {
    caller.needScope(RoomRights.SCOPE);
    int limit = checked(asked.limit());
    Set<RoomKind> kinds = asked.kinds().isEmpty() ? Set.of(RoomKind.values()) : asked.kinds();
    boolean all = caller instanceof Caller.Operator;
    List<ChatRoom> rooms =
        house
            .database()
            .jdbi()
            .withHandle(handle ->
                handle
                    .createQuery(
                        """
                        SELECT * FROM chat_room r
                         WHERE organisation = :organisation AND id > :after AND kind = ANY (:kinds)
                           AND (:all OR (:open AND kind = 'c') OR EXISTS (
                                 SELECT FROM chat_member m
                                  WHERE m.room_id = r.id AND m.account_id = :account))
                           AND (:words = ''
                                OR concat_ws(' ', name, title, topic) ILIKE :pattern)
                         ORDER BY id LIMIT :limit
                        """)
                    .bind("organisation", caller.organisation())
                    .bind("after", asked.after().orElse(""))
                    .bindArray("kinds", String.class, kinds.stream().map(RoomKind::letter).toList())
                    .bind("all", all)
                    .bind("open", caller.may(Permissions.VIEW_PUBLIC_ROOMS))
                    .bind("account", RoomRights.accountOf(caller).orElse(""))
                    .bind("words", asked.words())
                    .bind("pattern", "%" + asked.words().replaceAll("([\\\\%_])", "\\\\$1") + "%")
                    .bind("limit", limit + 1)
                    .map((row, context) -> RoomRows.room(row))
                    .list());
    return ChatRooms.page(rooms, limit, ChatRoom::id);
  }

  /**
   * Who is in a room, by account id.
   *
   * @param after the account of the last one of the page before
   * @throws RefusedException not found; forbidden, if the caller may not read the room; invalid
   *     limit
   */
  public Page<Member> members(Caller caller, String roomId, Optional<String> after, int limit) {
    int most = checked(limit);
    return house
        .database()
        .jdbi()
        .withHandle(handle -> {
          ChatRoom room = rights.readable(handle, caller, roomId);
          return ChatRooms.page(
              MemberRows.after(handle, room.id(), after.orElse(""), most + 1),
              most,
              member -> member.account().id());
        });
  }

  static int checked(int limit) {
    if (limit < 1 || limit > ChatRooms.LONGEST_PAGE) {
      throw new RefusedException(
          new Refusal.Invalid("limit", Integer.toString(limit), "1 to " + ChatRooms.LONGEST_PAGE));
    }
    return limit;
  }
}
