/** Tests of films, and the films that other tests need. */
@NullMarked
package io.roomledger.film;

import org.jspecify.annotations.NullMarked;
