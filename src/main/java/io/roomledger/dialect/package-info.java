/**
 * What a dialect is. A dialect parses, makes one call on a domain door, and prints; it never sees
 * db, store, job, mail.
 */
@NullMarked
package io.roomledger.dialect;

import org.jspecify.annotations.NullMarked;
