/**
 * Takes in folders of recordings. It knows containers and folders, and never what a recording is
 * shown to.
 */
@NullMarked
package io.roomledger.intake.recordings;

import org.jspecify.annotations.NullMarked;
