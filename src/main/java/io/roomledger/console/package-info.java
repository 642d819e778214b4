/**
 * The web console: pages for people, a client of the doors like a dialect. Its templates are in
 * src/main/jte and become classes of this package. It never sees db, store, job or mail.
 */
@NullMarked
package io.roomledger.console;

import org.jspecify.annotations.NullMarked;
