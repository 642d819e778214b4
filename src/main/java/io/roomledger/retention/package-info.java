/**
 * How long messages and reservations are kept: the rules, what a rule would cost, and the round
 * that lets go of what is past its time. It finds what is to go by SQL, room by room, and must
 * never know what was written or why a room was reserved.
 */
@NullMarked
package io.roomledger.retention;

import org.jspecify.annotations.NullMarked;
