/**
 * Who did what and when: append-only, chained by hash. It knows words and ids, never what they
 * mean.
 */
@NullMarked
package io.roomledger.audit;

import org.jspecify.annotations.NullMarked;
