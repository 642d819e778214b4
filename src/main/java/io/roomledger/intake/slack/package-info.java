/**
 * Takes in Slack's export files. It knows Slack's format and the domain doors, and never a dialect.
 */
@NullMarked
package io.roomledger.intake.slack;

import org.jspecify.annotations.NullMarked;
