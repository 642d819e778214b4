package io.roomledger.seal;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** How a file is sealed, as its first bytes tell. */
public enum Seal {
  /** Not at all. */
  NONE,
  /** To recipients, see {@link Age}. */
  AGE,
  /** With a passphrase, see {@link AesZip}. */
  AES_ZIP;

  /** How {@code file} is sealed. */
  public static Seal of(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] begin = in.readNBytes(Age.BEGIN.length);
      if (Arrays.equals(begin, Age.BEGIN)) {
        return AGE;
      }
      return AesZipLayout.begins(begin) ? AES_ZIP : NONE;
    }
  }

  /**
   * What is in a {@code file} that is sealed so, in a file without a name that only this process
   * can read and that is gone once it is closed.
   *
   * @param secret the text of a key file of age, or the passphrase; not used if it is not sealed
   * @throws SealException if the secret is another, or the file was changed or cut short
   */
  public FileChannel opened(Path file, String secret) throws IOException {
    if (this == NONE) {
      return FileChannel.open(file, StandardOpenOption.READ);
    }
    FileChannel clear = nameless();
    try (InputStream sealed = new BufferedInputStream(Files.newInputStream(file));
        InputStream in =
            this == AGE
                ? Age.opened(sealed, secret)
                : AesZip.opened(sealed, Files.size(file), secret)) {
      OutputStream out = Channels.newOutputStream(clear);
      in.transferTo(out);
      return clear;
    } catch (IOException | RuntimeException e) {
      clear.close();
      throw e;
    }
  }

  private static FileChannel nameless() throws IOException {
    // temporary files are made for their owner alone
    Path file = Files.createTempFile("roomledger-", ".opened");
    try {
      return FileChannel.open(
          file,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          StandardOpenOption.DELETE_ON_CLOSE);
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
