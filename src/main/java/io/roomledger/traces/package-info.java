/**
 * What is followed from request to answer and from a job's begin to its end, for a collector of
 * OpenTelemetry. It knows routes, kinds, numbers and outcomes, and must never know paths, queries,
 * people or texts.
 */
@NullMarked
package io.roomledger.traces;

import org.jspecify.annotations.NullMarked;
