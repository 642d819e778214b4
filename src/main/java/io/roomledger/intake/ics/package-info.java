/** Takes in reservations from calendar files. It knows the doors of booking and never a dialect. */
@NullMarked
package io.roomledger.intake.ics;

import org.jspecify.annotations.NullMarked;
