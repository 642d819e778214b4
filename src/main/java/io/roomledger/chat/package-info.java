/**
 * Chat rooms, their members, messages and files. It never imports another domain package, nor a
 * dialect.
 */
@NullMarked
package io.roomledger.chat;

import org.jspecify.annotations.NullMarked;
