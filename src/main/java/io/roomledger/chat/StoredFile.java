package io.roomledger.chat;

import io.roomledger.base.Content;
import java.time.Instant;

/**
 * A file with its bytes.
 *
 * @param id its id
 * @param name its name for people; never a path
 * @param mediaType what it is, by its first bytes where those tell
 * @param sentAt when it came
 * @param content its bytes
 */
public record StoredFile(
    String id, String name, String mediaType, Instant sentAt, Content content) {}
