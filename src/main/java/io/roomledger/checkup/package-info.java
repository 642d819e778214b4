/**
 * How well the server is: one look at everything that it needs, each with what to do about it. It
 * reads counts and states, and must never know what people wrote, mailed or recorded.
 */
@NullMarked
package io.roomledger.checkup;

import org.jspecify.annotations.NullMarked;
