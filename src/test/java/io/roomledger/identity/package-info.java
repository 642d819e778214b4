/** Tests of accounts, apps, tokens and limits, on a real PostgreSQL. */
@NullMarked
package io.roomledger.identity;

import org.jspecify.annotations.NullMarked;
