/**
 * The words every package may use: {@link Period}, {@link Page}, {@link Ids}, {@link Refusal}. It
 * imports nothing of ours.
 */
@NullMarked
package io.roomledger.base;

import org.jspecify.annotations.NullMarked;
