/**
 * The workspace that the demo shows: small, lively, and with the ids of the vendors' own examples.
 * It uses doors only.
 */
@NullMarked
package io.roomledger.sample;

import org.jspecify.annotations.NullMarked;
