/** Tests of the database, and {@link io.roomledger.db.TestDatabase} for those of others. */
@NullMarked
package io.roomledger.db;

import org.jspecify.annotations.NullMarked;
