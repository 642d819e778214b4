package io.roomledger.seal;

import io.roomledger.base.RefusedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Sealed files that were changed, and what is said to be somebody's key. */
public final class SealFuzz {
  private static final String PASSPHRASE = "correct horse battery";
  private static final String IDENTITY =
      "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";

  private SealFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    if (bytes.length == 0) {
      return;
    }
    byte[] rest = Arrays.copyOfRange(bytes, 1, bytes.length);
    try {
      switch (bytes[0] & 3) {
        case 0 -> Age.check(new String(rest, StandardCharsets.ISO_8859_1));
        case 1 -> read(Age.opened(new ByteArrayInputStream(rest), IDENTITY));
        case 2 ->
            read(
                Age.opened(
                    new ByteArrayInputStream(Age.BEGIN),
                    new String(rest, StandardCharsets.ISO_8859_1)));
        default -> read(AesZip.opened(new ByteArrayInputStream(rest), rest.length, PASSPHRASE));
      }
    } catch (RefusedException | SealException said) {
      if (said.getMessage() == null) {
        throw new AssertionError("refused without a word", said);
      }
    }
  }

  private static void read(InputStream in) throws IOException {
    in.transferTo(java.io.OutputStream.nullOutputStream());
  }
}
