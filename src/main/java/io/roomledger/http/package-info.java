/**
 * The server, on Helidon: limits, request ids, access log, ranges. It never knows what an endpoint
 * does.
 */
@NullMarked
package io.roomledger.http;

import org.jspecify.annotations.NullMarked;
