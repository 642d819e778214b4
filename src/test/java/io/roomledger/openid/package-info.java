/** Tests of what another server says of people, and an issuer for them. */
@NullMarked
package io.roomledger.openid;

import org.jspecify.annotations.NullMarked;
