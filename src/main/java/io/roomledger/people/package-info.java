/**
 * Managing people: accounts, their tokens, what roles carry, and settings that are changed while
 * the server runs. It never imports a domain package, nor a dialect.
 */
@NullMarked
package io.roomledger.people;

import org.jspecify.annotations.NullMarked;
