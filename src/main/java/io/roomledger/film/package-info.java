/**
 * Films as files: what they say of themselves, and what the film program makes of them. It never
 * knows what is recorded, nor by whom.
 */
@NullMarked
package io.roomledger.film;

import org.jspecify.annotations.NullMarked;
