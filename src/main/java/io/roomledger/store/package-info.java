/** Keeps large objects under keys; it knows bytes and keys, never what they mean. */
@NullMarked
package io.roomledger.store;

import org.jspecify.annotations.NullMarked;
