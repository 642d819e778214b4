/**
 * What must be kept, whoever wants it gone. It knows the names of things that can be held, and
 * never what they are or how they are deleted.
 */
@NullMarked
package io.roomledger.hold;

import org.jspecify.annotations.NullMarked;
