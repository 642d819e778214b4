/** Orders, runs and proves exports. It knows items, cells and sheets, and no kind of record. */
@NullMarked
package io.roomledger.export;

import org.jspecify.annotations.NullMarked;
