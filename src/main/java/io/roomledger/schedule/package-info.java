/**
 * Exports that are ordered again and again, at a time of day somewhere. It never knows what is
 * exported nor how: it orders at the door of exports as their owner would.
 */
@NullMarked
package io.roomledger.schedule;

import org.jspecify.annotations.NullMarked;
