package io.roomledger.identity;

import java.util.Map;
import java.util.Set;

/**
 * The names of permissions to make and manage rooms, people and the server; all are Rocket.Chat's.
 * Those that rooms' own roles (owner, moderator) carry hold in that room only.
 */
public final class Administration {
  /** Make public channels. Roles by default: admin, user, bot, app. */
  public static final String CREATE_CHANNELS = "create-c";

  /** Make private rooms. Roles by default: admin, user, bot, app. */
  public static final String CREATE_PRIVATE_ROOMS = "create-p";

  /** Begin conversations. Roles by default: admin, user, bot, app. */
  public static final String CREATE_DIRECT_ROOMS = "create-d";

  /** Delete public channels. Roles by default: admin, owner. */
  public static final String DELETE_CHANNELS = "delete-c";

  /** Delete private rooms. Roles by default: admin, owner. */
  public static final String DELETE_PRIVATE_ROOMS = "delete-p";

  /** Delete conversations. Roles by default: admin. */
  public static final String DELETE_DIRECT_ROOMS = "delete-d";

  /** Rename rooms and change what is said of them. Roles by default: admin, owner, moderator. */
  public static final String EDIT_ROOMS = "edit-room";

  /** Decide who may write in a room. Roles by default: admin, owner. */
  public static final String SET_READ_ONLY = "set-readonly";

  /** Close rooms. Roles by default: admin, owner. */
  public static final String ARCHIVE_ROOMS = "archive-room";

  /** Open closed rooms again. Roles by default: admin. */
  public static final String UNARCHIVE_ROOMS = "unarchive-room";

  /** Put people into a room one is in. Roles by default: admin, owner, moderator. */
  public static final String ADD_TO_JOINED_ROOMS = "add-user-to-joined-room";

  /** Put people into any public channel. Roles by default: admin. */
  public static final String ADD_TO_CHANNELS = "add-user-to-any-c-room";

  /** Take people out of rooms. Roles by default: admin, owner, moderator. */
  public static final String REMOVE_MEMBERS = "remove-user";

  /** Make owners. Roles by default: admin, owner. */
  public static final String SET_OWNER = "set-owner";

  /** Make moderators. Roles by default: admin, owner. */
  public static final String SET_MODERATOR = "set-moderator";

  /** Make leaders. Roles by default: admin, owner. */
  public static final String SET_LEADER = "set-leader";

  /** See that every room is there, though not what is said in it. Roles by default: admin. */
  public static final String VIEW_ALL_ROOMS = "view-room-administration";

  /** Add accounts. Roles by default: admin. */
  public static final String CREATE_USERS = "create-user";

  /** Delete accounts. Roles by default: admin. */
  public static final String DELETE_USERS = "delete-user";

  /** Change others' names and addresses. Roles by default: admin. */
  public static final String EDIT_USERS = "edit-other-user-info";

  /** Give others another password. Roles by default: admin. */
  public static final String EDIT_PASSWORDS = "edit-other-user-password";

  /** Let others log in, or not. Roles by default: admin. */
  public static final String EDIT_ACTIVE = "edit-other-user-active-status";

  /** See others' addresses and roles. Roles by default: admin. */
  public static final String VIEW_FULL_USERS = "view-full-other-user-info";

  /** Give and take roles. Roles by default: admin. */
  public static final String ASSIGN_ROLES = "assign-roles";

  /** Make administrators. Roles by default: admin. */
  public static final String ASSIGN_ADMIN = "assign-admin-role";

  /** Decide which role carries what. Roles by default: admin. */
  public static final String ACCESS_PERMISSIONS = "access-permissions";

  /** Make tokens of one's own with names. Roles by default: admin, user. */
  public static final String CREATE_PERSONAL_TOKENS = "create-personal-access-tokens";

  /** See how the server is (Rocket.Chat). Roles by default: admin. */
  public static final String VIEW_STATISTICS = "view-statistics";

  /** See every setting. Roles by default: admin. */
  public static final String VIEW_SETTINGS = "view-privileged-setting";

  /** Change settings. Roles by default: admin. */
  public static final String EDIT_SETTINGS = "edit-privileged-setting";

  private static final Set<String> ADMIN = Set.of("admin");
  private static final Set<String> MAKERS = Set.of("admin", "user", "bot", "app");
  private static final Set<String> OWNERS = Set.of("admin", "owner");
  private static final Set<String> KEEPERS = Set.of("admin", "owner", "moderator");

  /** Every permission and the roles that get it when this program first meets the database. */
  static final Map<String, Set<String>> DEFAULTS =
      Map.ofEntries(
          Map.entry(CREATE_CHANNELS, MAKERS),
          Map.entry(CREATE_PRIVATE_ROOMS, MAKERS),
          Map.entry(CREATE_DIRECT_ROOMS, MAKERS),
          Map.entry(DELETE_CHANNELS, OWNERS),
          Map.entry(DELETE_PRIVATE_ROOMS, OWNERS),
          Map.entry(DELETE_DIRECT_ROOMS, ADMIN),
          Map.entry(EDIT_ROOMS, KEEPERS),
          Map.entry(SET_READ_ONLY, OWNERS),
          Map.entry(ARCHIVE_ROOMS, OWNERS),
          Map.entry(UNARCHIVE_ROOMS, ADMIN),
          Map.entry(ADD_TO_JOINED_ROOMS, KEEPERS),
          Map.entry(ADD_TO_CHANNELS, ADMIN),
          Map.entry(REMOVE_MEMBERS, KEEPERS),
          Map.entry(SET_OWNER, OWNERS),
          Map.entry(SET_MODERATOR, OWNERS),
          Map.entry(SET_LEADER, OWNERS),
          Map.entry(VIEW_ALL_ROOMS, ADMIN),
          Map.entry(CREATE_USERS, ADMIN),
          Map.entry(DELETE_USERS, ADMIN),
          Map.entry(EDIT_USERS, ADMIN),
          Map.entry(EDIT_PASSWORDS, ADMIN),
          Map.entry(EDIT_ACTIVE, ADMIN),
          Map.entry(VIEW_FULL_USERS, ADMIN),
          Map.entry(ASSIGN_ROLES, ADMIN),
          Map.entry(ASSIGN_ADMIN, ADMIN),
          Map.entry(ACCESS_PERMISSIONS, ADMIN),
          Map.entry(CREATE_PERSONAL_TOKENS, Set.of("admin", "user")),
          Map.entry(VIEW_STATISTICS, ADMIN),
          Map.entry(VIEW_SETTINGS, ADMIN),
          Map.entry(EDIT_SETTINGS, ADMIN));

  private Administration() {}
}
