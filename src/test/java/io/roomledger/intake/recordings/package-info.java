/** Tests. */
@NullMarked
package io.roomledger.intake.recordings;

import org.jspecify.annotations.NullMarked;
