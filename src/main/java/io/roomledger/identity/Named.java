package io.roomledger.identity;

/**
 * The account that a vendor's id names.
 *
 * @param account its id
 * @param organisation the organisation it belongs to
 */
public record Named(String account, String organisation) {}
