/** Tests of how Feishu is spoken, with the vendor's own SDK too. */
@NullMarked
package io.roomledger.dialect.feishu;

import org.jspecify.annotations.NullMarked;
