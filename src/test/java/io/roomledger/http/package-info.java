/** Tests of the server, over real sockets. */
@NullMarked
package io.roomledger.http;

import org.jspecify.annotations.NullMarked;
