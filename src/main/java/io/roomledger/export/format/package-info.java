/**
 * One file for each form in which items can be written. A format knows sheets and cells, and no
 * kind of record.
 */
@NullMarked
package io.roomledger.export.format;

import org.jspecify.annotations.NullMarked;
