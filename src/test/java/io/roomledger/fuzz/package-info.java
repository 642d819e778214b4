/** Parsers of foreign bytes, each with what a fuzzer calls and the inputs that it kept. */
@NullMarked
package io.roomledger.fuzz;

import org.jspecify.annotations.NullMarked;
