/** The command line, the wiring and the configuration: the only place that knows every other. */
@NullMarked
package io.roomledger;

import org.jspecify.annotations.NullMarked;
