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
   * Export all chat rooms of the organisation at once, also private ones and direct messages that
   * one does not belong to. Roles by default: none.
   */
  public static final String EXPORT_WORKSPACE = "export-workspace";

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

  /** Hold, release and delete recordings, and end links to them. Roles by default: admin. */
  public static final String MANAGE_RECORDINGS = "manage-recordings";

  /**
   * Hold chat rooms, what people wrote, reservations and exports, so that nobody deletes them, and
   * lift these holds. Roles by default: admin.
   */
  public static final String MANAGE_HOLDS = "manage-holds";

  /**
   * Say how long messages and reservations are kept, and so let them be removed. Roles by default:
   * admin.
   */
  public static final String MANAGE_RETENTION = "manage-retention";

  /** See and cancel everybody's exports. Roles by default: admin. */
  public static final String MANAGE_EXPORTS = "manage-exports";

  /** Take in what other servers have (Rocket.Chat). Roles by default: admin. */
  public static final String RUN_IMPORT = "run-import";

  /** Change departments and who belongs to them. Roles by default: admin. */
  public static final String MANAGE_DEPARTMENTS = "manage-departments";

  /** Add apps, and change what they may (Rocket.Chat). Roles by default: admin. */
  public static final String MANAGE_APPS = "manage-oauth-apps";

  /** Read the audit log (Rocket.Chat). Roles by default: admin. */
  public static final String VIEW_AUDIT_LOG = "can-audit-log";

  /** Not be slowed down by rate limits (Rocket.Chat). Roles by default: admin, bot, app. */
  public static final String BYPASS_RATE_LIMIT = "api-bypass-rate-limit";

  /** Change what others wrote (Rocket.Chat). Roles by default: admin, owner, moderator. */
  public static final String EDIT_MESSAGES = "edit-message";

  /** Delete what others wrote (Rocket.Chat). Roles by default: admin, owner, moderator. */
  public static final String DELETE_MESSAGES = "delete-message";

  /** Delete what one wrote (Rocket.Chat). Roles by default: admin, user, bot, app, guest. */
  public static final String DELETE_OWN_MESSAGES = "delete-own-message";

  /** Pin messages to a room (Rocket.Chat). Roles by default: admin, owner, moderator. */
  public static final String PIN_MESSAGES = "pin-message";

  /** Write in read-only rooms (Rocket.Chat). Roles by default: admin, owner, moderator. */
  public static final String POST_READ_ONLY = "post-readonly";

  /** Write under another name or picture (Rocket.Chat). Roles by default: bot, app. */
  public static final String IMPERSONATE = "message-impersonate";

  private static final Set<String> KEEPERS = Set.of("admin", "owner", "moderator");

  /**
   * Every permission and the roles that get it when this program first meets the database; what is
   * granted or revoked later stays so.
   */
  static final Map<String, Set<String>> DEFAULTS =
      Map.ofEntries(
          Map.entry(MAIL_MESSAGES, Set.of("admin")),
          Map.entry(EXPORT_WORKSPACE, Set.of()),
          Map.entry(VIEW_PUBLIC_ROOMS, Set.of("admin", "user", "bot", "app", "anonymous")),
          Map.entry(VIEW_PRIVATE_ROOMS, Set.of("admin", "user", "anonymous", "guest")),
          Map.entry(VIEW_DIRECT_ROOMS, Set.of("admin", "user", "bot", "app", "guest")),
          Map.entry(VIEW_JOINED_ROOMS, Set.of("admin", "user", "bot", "app", "anonymous", "guest")),
          Map.entry(MANAGE_MEETINGS, Set.of("admin")),
          Map.entry(VIEW_ALL_RECORDINGS, Set.of("admin")),
          Map.entry(MANAGE_RECORDINGS, Set.of("admin")),
          Map.entry(MANAGE_HOLDS, Set.of("admin")),
          Map.entry(MANAGE_RETENTION, Set.of("admin")),
          Map.entry(MANAGE_EXPORTS, Set.of("admin")),
          Map.entry(RUN_IMPORT, Set.of("admin")),
          Map.entry(MANAGE_DEPARTMENTS, Set.of("admin")),
          Map.entry(MANAGE_APPS, Set.of("admin")),
          Map.entry(VIEW_AUDIT_LOG, Set.of("admin")),
          Map.entry(BYPASS_RATE_LIMIT, Set.of("admin", "bot", "app")),
          Map.entry(EDIT_MESSAGES, KEEPERS),
          Map.entry(DELETE_MESSAGES, KEEPERS),
          Map.entry(DELETE_OWN_MESSAGES, Set.of("admin", "user", "bot", "app", "guest")),
          Map.entry(PIN_MESSAGES, KEEPERS),
          Map.entry(POST_READ_ONLY, KEEPERS),
          Map.entry(IMPERSONATE, Set.of("bot", "app")));

  private Permissions() {}
}
