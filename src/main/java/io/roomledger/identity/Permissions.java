package io.roomledger.identity;

/** The names of permissions that roles carry. Vendors' names are used where a vendor has one. */
public final class Permissions {
  /** Export a chat room, by file or mail (Rocket.Chat). Roles by default: admin. */
  public static final String MAIL_MESSAGES = "mail-messages";

  /** Read public channels (Rocket.Chat). Roles by default: admin, user, bot. */
  public static final String VIEW_PUBLIC_ROOMS = "view-c-room";

  /**
   * Manage meetings and meeting rooms, which exporting reservations with one's own token needs
   * (Feishu).
   */
  public static final String MANAGE_MEETINGS = "manage-meetings";

  /** See every recording of the organisation. */
  public static final String VIEW_ALL_RECORDINGS = "view-all-recordings";

  /** See and cancel everybody's exports. */
  public static final String MANAGE_EXPORTS = "manage-exports";

  /** Not be slowed down by rate limits (Rocket.Chat). Roles by default: admin, bot, app. */
  public static final String BYPASS_RATE_LIMIT = "api-bypass-rate-limit";

  private Permissions() {}
}
