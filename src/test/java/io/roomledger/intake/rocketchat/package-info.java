/**
 * Tests of taking in Rocket.Chat's room exports and dumps of its collections, with small ones of
 * our own.
 */
@NullMarked
package io.roomledger.intake.rocketchat;

import org.jspecify.annotations.NullMarked;
