/**
 * Another server's word for who somebody is, by OpenID Connect. It never knows the accounts here,
 * nor who is logged in.
 */
@NullMarked
package io.roomledger.openid;

import org.jspecify.annotations.NullMarked;
