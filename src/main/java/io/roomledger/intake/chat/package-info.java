/**
 * What importers of chat share: whom an export names, and how an import is counted. It knows no
 * format, and never a dialect.
 */
@NullMarked
package io.roomledger.intake.chat;

import org.jspecify.annotations.NullMarked;
