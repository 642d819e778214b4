/** Importers of others' formats. It knows the domain doors and never a dialect. */
@NullMarked
package io.roomledger.intake;

import org.jspecify.annotations.NullMarked;
