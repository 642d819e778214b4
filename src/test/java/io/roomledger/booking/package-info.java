/** Tests of meeting rooms and reservations, on a real PostgreSQL. */
@NullMarked
package io.roomledger.booking;

import org.jspecify.annotations.NullMarked;
