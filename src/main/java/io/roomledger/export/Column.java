package io.roomledger.export;

import java.util.function.Function;

/**
 * A column of a sheet.
 *
 * @param key its name for programs, such as {@code ts}
 * @param title its name for people
 * @param role what it means to a format that lays out a transcript
 * @param cell how to get it from a record; asked for as often as somebody looks, by any thread
 */
public record Column<T>(String key, String title, Role role, Function<T, Cell> cell) {

  /** A column without a role of its own. */
  public Column(String key, String title, Function<T, Cell> cell) {
    this(key, title, Role.PLAIN, cell);
  }

  /** What a column means. Each role but {@link #PLAIN} is held by at most one column of a sheet. */
  public enum Role {
    /** Nothing special: a transcript shows it only in formats for programs. */
    PLAIN,
    /** The record's id (Text). */
    ID,
    /** When it happened (Moment). */
    MOMENT,
    /** Who: the user name (Text). */
    AUTHOR,
    /** Who: the name for people (Text). */
    AUTHOR_NAME,
    /** What was said (Text, line breaks kept). */
    TEXT,
    /** The kind of a message that the system wrote (Text); Empty for a person's. */
    SYSTEM,
    /** When it was last changed (Moment), or Empty. */
    EDITED,
    /** The id of the message it replies to (Text), or Empty. */
    PARENT,
    /** Reactions: Many of Fields {emoji, usernames}. */
    REACTIONS,
    /** Files: Many of Link into the package, or of Text for one that is missing. */
    FILES,
    /**
     * Small pictures: Many, one for each of FILES in its place: a Link into the package that reads
     * {@code <width>x<height>}, or Empty for what has none.
     */
    THUMBNAILS,
    /** What is quoted: Many of Fields {who, text, id}, of which any may be missing. */
    QUOTES,
    /** How many messages of this file reply to it (Amount), or Empty. */
    REPLIES,
    /** When it was pinned to the room (Moment), or Empty. */
    PINNED,
    /** What became of it since an earlier export (Text): {@code new, edited, deleted}. */
    CHANGE,
    /** When it was deleted since an earlier export (Moment), or Empty. */
    DELETED
  }
}
