/** Tests of the console's own parts. */
@NullMarked
package io.roomledger.console;

import org.jspecify.annotations.NullMarked;
