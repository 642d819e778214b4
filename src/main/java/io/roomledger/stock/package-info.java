/**
 * How much is stored, and what of it somebody should look at: counted now and then, so that nobody
 * who opens a page waits for it. It counts rows of all kinds and knows nothing else of them.
 */
@NullMarked
package io.roomledger.stock;

import org.jspecify.annotations.NullMarked;
