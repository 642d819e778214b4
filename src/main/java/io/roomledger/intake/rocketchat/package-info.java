/**
 * Takes in Rocket.Chat's room exports and dumps of its collections. It knows that format and the
 * domain doors, and never a dialect.
 */
@NullMarked
package io.roomledger.intake.rocketchat;

import org.jspecify.annotations.NullMarked;
