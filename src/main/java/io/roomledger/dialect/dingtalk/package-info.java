/**
 * The DingTalk dialect: access tokens and cloud recordings of conferences, in the words of
 * https://open.dingtalk.com/document/. It parses, makes one call on a door, and prints; it never
 * knows how recordings are kept.
 */
@NullMarked
package io.roomledger.dialect.dingtalk;

import org.jspecify.annotations.NullMarked;
