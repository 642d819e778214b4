/** Tests. */
@NullMarked
package io.roomledger.dialect.rocketchat;

import org.jspecify.annotations.NullMarked;
