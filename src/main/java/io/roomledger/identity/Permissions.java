package io.roomledger.identity;

import java.util.Map;
import java.util.Set;

/** The names of permissions that roles carry. Vendors' names are used where a vendor has one. */
public final class Permissions {
  /** Export a chat room, by file or mail (Rocket.Chat). Roles by default: admin. */
  public static final String MAIL_MESSAGES = "mail-messages";

  /** Read public channels (Rocket.Chat). Roles by default: admin, user, bot, app, anonymous. */
  public static final String VIEW_PUBLIC_ROOMS = "view-c-room";

  /**
   * Read the private rooms one belongs to (Rocket.Chat). Roles by default: admin, user, anonymous,
   * guest.
   */
  public static final String VIEW_PRIVATE_ROOMS = "view-p-room";

  /** Read one's direct messages (Rocket.Chat). Roles by default: admin, user, bot, app, guest. */
  public static final String VIEW_DIRECT_ROOMS = "view-d-room";

  /**
   * Read whatever room one belongs to (Rocket.Chat). Roles by default: admin, user, bot, app,
   * anonymous, guest.
   */
  public static final String VIEW_JOINED_ROOMS = "view-joined-room";

  /**
   * Manage meetings and meeting rooms, which exporting reservations with one's own token needs
   * (Feishu). Roles by default: admin.
   */
  public static final String MANAGE_MEETINGS = "manage-meetings";

  /** See every recording of the organisation. Roles by default: admin. */
  public static final String VIEW_ALL_RECORDINGS = "view-all-recordings";

  /** See and cancel everybody's exports. Roles by default: admin. */
  public static final String MANAGE_EXPORTS = "manage-exports";

  /** Read the audit log (Rocket.Chat). Roles by default: admin. */
  public static final String VIEW_AUDIT_LOG = "can-audit-log";

  /** Not be slowed down by rate limits (Rocket.Chat). Roles by default: admin, bot, app. */
  public static final String BYPASS_RATE_LIMIT = "api-bypass-rate-limit";

  /**
   * Every permission and the roles that get it when this program first meets the database; what is
   * granted or revoked later stays so.
   */
  static final Map<String, Set<String>> DEFAULTS =
      Map.of(
          MAIL_MESSAGES, Set.of("admin"),
          VIEW_PUBLIC_ROOMS, Set.of("admin", "user", "bot", "app", "anonymous"),
          VIEW_PRIVATE_ROOMS, Set.of("admin", "user", "anonymous", "guest"),
          VIEW_DIRECT_ROOMS, Set.of("admin", "user", "bot", "app", "guest"),
          VIEW_JOINED_ROOMS, Set.of("admin", "user", "bot", "app", "anonymous", "guest"),
          MANAGE_MEETINGS, Set.of("admin"),
          VIEW_ALL_RECORDINGS, Set.of("admin"),
          MANAGE_EXPORTS, Set.of("admin"),
          VIEW_AUDIT_LOG, Set.of("admin"),
          BYPASS_RATE_LIMIT, Set.of("admin", "bot", "app"));

  private Permissions() {}
}
