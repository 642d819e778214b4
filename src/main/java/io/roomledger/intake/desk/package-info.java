/**
 * What people bring in with a browser: files that come in parts, are told apart by their content,
 * and are taken in by a job. It knows no importer; those are given to it.
 */
@NullMarked
package io.roomledger.intake.desk;

import org.jspecify.annotations.NullMarked;
