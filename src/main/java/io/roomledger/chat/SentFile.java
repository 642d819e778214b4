package io.roomledger.chat;

/**
 * A file that was sent to a room and that no message has yet.
 *
 * @param id its id
 * @param name its name for people; never a path
 * @param mediaType what it is, by its first bytes where those tell
 * @param size in bytes
 */
public record SentFile(String id, String name, String mediaType, long size) {}
