/**
 * Room levels, meeting rooms and their reservations. It never imports another domain package, nor a
 * dialect.
 */
@NullMarked
package io.roomledger.booking;

import org.jspecify.annotations.NullMarked;
