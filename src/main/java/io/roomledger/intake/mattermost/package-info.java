/**
 * Takes in Mattermost's bulk exports. It knows that format and the domain doors, and never a
 * dialect.
 */
@NullMarked
package io.roomledger.intake.mattermost;

import org.jspecify.annotations.NullMarked;
