package io.roomledger.dialect.rocketchat;

import io.roomledger.chat.ChatFiles;
import io.roomledger.chat.ChatMessages;
import io.roomledger.chat.ChatRooms;
import io.roomledger.chat.Memberships;
import io.roomledger.chat.RoomChanges;
import io.roomledger.chat.RoomOverviews;

/**
 * The doors of chat rooms.
 *
 * @param rooms the rooms themselves
 * @param overviews lists of them
 * @param changes what they are called, and their end
 * @param memberships who is in them
 * @param messages what is said in them
 * @param files what is sent with it
 */
public record RoomDoors(
    ChatRooms rooms,
    RoomOverviews overviews,
    RoomChanges changes,
    Memberships memberships,
    ChatMessages messages,
    ChatFiles files) {}
