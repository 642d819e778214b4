package io.roomledger.chat;

import io.roomledger.base.Content;

/**
 * A file that somebody adds to a message.
 *
 * @param name its name for people
 * @param mediaType what they say it is
 * @param content its bytes
 */
record Upload(String name, String mediaType, Content content) {}
