/**
 * Takes in Zulip's organisation exports. It knows that format and the domain doors, and never a
 * dialect.
 */
@NullMarked
package io.roomledger.intake.zulip;

import org.jspecify.annotations.NullMarked;
