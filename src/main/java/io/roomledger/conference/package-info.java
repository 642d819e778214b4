/** Conferences and their recordings. It never imports another domain package, nor a dialect. */
@NullMarked
package io.roomledger.conference;

import org.jspecify.annotations.NullMarked;
