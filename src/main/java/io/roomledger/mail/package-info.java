/** Sends letters, durably and once. It never knows why one is written. */
@NullMarked
package io.roomledger.mail;

import org.jspecify.annotations.NullMarked;
