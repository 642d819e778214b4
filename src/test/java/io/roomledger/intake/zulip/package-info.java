/** Tests of taking in Zulip's organisation exports, with small ones of our own. */
@NullMarked
package io.roomledger.intake.zulip;

import org.jspecify.annotations.NullMarked;
