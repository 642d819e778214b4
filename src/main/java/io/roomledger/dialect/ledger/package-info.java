/**
 * The server's own API at /ledger/v1, described in docs/ledger-api.md: what no vendor has. It
 * parses, makes one call on a door, and prints; it never knows how anything is kept.
 */
@NullMarked
package io.roomledger.dialect.ledger;

import org.jspecify.annotations.NullMarked;
