/**
 * Encrypts files as they stream by, and opens them again: to recipients with age, with a passphrase
 * as an AES zip. It knows bytes and keys, never whose file it is nor where it goes.
 */
@NullMarked
package io.roomledger.seal;

import org.jspecify.annotations.NullMarked;
