/**
 * Who calls and what they may: accounts, apps, tokens, roles, external ids, rate limits. It never
 * knows rooms.
 */
@NullMarked
package io.roomledger.identity;

import org.jspecify.annotations.NullMarked;
