/** Tests of taking in Mattermost's bulk exports, with small ones of our own. */
@NullMarked
package io.roomledger.intake.mattermost;

import org.jspecify.annotations.NullMarked;
