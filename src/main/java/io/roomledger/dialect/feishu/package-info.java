/**
 * Speaks Feishu's open platform: tokens, the gateway's manners, and the exports of meeting room
 * reservations. It never knows how anything is stored.
 */
@NullMarked
package io.roomledger.dialect.feishu;

import org.jspecify.annotations.NullMarked;
