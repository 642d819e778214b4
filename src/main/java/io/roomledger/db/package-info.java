/**
 * The one PostgreSQL of this server, embedded or external: how it starts, survives, is migrated and
 * is reached. It must never know what the tables mean, nor who asks.
 */
@NullMarked
package io.roomledger.db;

import org.jspecify.annotations.NullMarked;
