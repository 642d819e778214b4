/** Runs the vendors' own clients for Node, which live in src/test/node, for the tests. */
@NullMarked
package io.roomledger.node;

import org.jspecify.annotations.NullMarked;
