package io.roomledger.chat;

import java.time.Instant;
import java.util.List;

/**
 * That somebody is in a room.
 *
 * @param accountId who
 * @param roles their roles in this room only, such as {@code owner}
 * @param joinedAt since when
 */
public record Membership(String accountId, List<String> roles, Instant joinedAt) {
  /** The role that may do everything in a room. */
  public static final String OWNER = "owner";

  /** The role that keeps order in a room. */
  public static final String MODERATOR = "moderator";

  /** The role of whoever speaks for a room; it carries nothing by default. */
  public static final String LEADER = "leader";

  public Membership {
    roles = List.copyOf(roles);
  }
}
