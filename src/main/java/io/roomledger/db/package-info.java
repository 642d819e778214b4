/** The database, embedded or external, and its migrations. It never knows what a table means. */
@NullMarked
package io.roomledger.db;

import org.jspecify.annotations.NullMarked;
