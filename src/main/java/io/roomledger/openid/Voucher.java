package io.roomledger.openid;

import java.util.Optional;

/**
 * The issuer's word for who somebody is.
 *
 * @param issuer whose word
 * @param subject what it calls them, for ever
 * @param email their mail address, if it says that it has verified it
 * @param secondFactor whether it says that it has asked for more than one factor
 */
public record Voucher(
    String issuer, String subject, Optional<String> email, boolean secondFactor) {}
