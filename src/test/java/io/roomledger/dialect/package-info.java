/** What every dialect must do, to be extended by the test of each. */
@NullMarked
package io.roomledger.dialect;

import org.jspecify.annotations.NullMarked;
