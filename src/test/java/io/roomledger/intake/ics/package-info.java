/** Tests of taking in calendar files, with small files of our own. */
@NullMarked
package io.roomledger.intake.ics;

import org.jspecify.annotations.NullMarked;
