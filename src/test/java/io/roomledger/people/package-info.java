/** Proves the doors of people on a real database. */
@NullMarked
package io.roomledger.people;

import org.jspecify.annotations.NullMarked;
