/** Tests. */
@NullMarked
package io.roomledger.dialect.dingtalk;

import org.jspecify.annotations.NullMarked;
