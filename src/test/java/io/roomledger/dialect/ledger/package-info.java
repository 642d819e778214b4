/** Tests of the server's own API. */
@NullMarked
package io.roomledger.dialect.ledger;

import org.jspecify.annotations.NullMarked;
