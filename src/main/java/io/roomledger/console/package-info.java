/** The web console: a client of the doors, like a dialect. It never sees db, store, job or mail. */
@NullMarked
package io.roomledger.console;

import org.jspecify.annotations.NullMarked;
