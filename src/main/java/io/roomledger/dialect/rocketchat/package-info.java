/**
 * Speaks Rocket.Chat's REST API. It parses, calls a door and prints; it never sees db, store, job
 * or mail.
 */
@NullMarked
package io.roomledger.dialect.rocketchat;

import org.jspecify.annotations.NullMarked;
