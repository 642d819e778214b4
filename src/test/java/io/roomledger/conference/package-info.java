/** Tests. */
@NullMarked
package io.roomledger.conference;

import org.jspecify.annotations.NullMarked;
