package io.roomledger.identity;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * bcrypt of the SHA-256 of a password, in lower-case hexadecimal digits: Rocket.Chat's clients may
 * send that instead of the password.
 */
final class Passwords {
  /** About 60 ms on one core of 2024. */
  private static final int COST = 10;

  /** So many are checked at a time that other calls still find a core. */
  private static final Semaphore CORES =
      new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() - 1));

  /** What an unknown name is checked against, so that it takes as long as a known one. */
  private static final String NOBODY = hash("nobody");

  private Passwords() {}

  static String digest(String password) {
    return HexFormat.of().formatHex(ServerKey.sha256(password));
  }

  static String hash(String digest) {
    return slowly(() -> BCrypt.withDefaults().hashToString(COST, digest.toCharArray()));
  }

  static boolean matches(String digest, Optional<String> hash) {
    boolean same =
        slowly(() -> BCrypt.verifyer().verify(digest.toCharArray(), hash.orElse(NOBODY)).verified);
    return same && hash.isPresent();
  }

  private static <T> T slowly(Supplier<T> work) {
    CORES.acquireUninterruptibly();
    try {
      return work.get();
    } finally {
      CORES.release();
    }
  }
}
