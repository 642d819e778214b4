/**
 * Figures about the server for who watches it: counted as it works, and asked for at each scrape.
 * It knows names and numbers, and must never know people, texts or tokens.
 */
@NullMarked
package io.roomledger.metrics;

import org.jspecify.annotations.NullMarked;
