package io.roomledger.seal;

import io.roomledger.base.Ids;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;

/**
 * A file under a passphrase: a zip with that one file in it, AES-256 after WinZip's AE-2, which
 * 7-Zip, WinZip, Keka and others open. The file's name and size are to be read without the
 * passphrase, nothing else. Of any size, sealed as it passes.
 */
public final class AesZip {
  /** The shortest passphrase that is taken: the format makes guessing cheap. */
  public static final int SHORTEST = 12;

  private static final int LONGEST = 200;

  private AesZip() {}

  /**
   * Answers {@code passphrase} if it can be one: unzip programs disagree on letters beyond ASCII.
   *
   * @throws RefusedException invalid, if it cannot; the text is not in it
   */
  public static String check(String passphrase) {
    boolean plain = passphrase.chars().allMatch(c -> c >= ' ' && c <= '~');
    if (!plain || passphrase.length() < SHORTEST || passphrase.length() > LONGEST) {
      throw new RefusedException(
          new Refusal.Invalid(
              "passphrase",
              "(" + passphrase.length() + " characters)",
              SHORTEST + " to " + LONGEST + " characters of ASCII"));
    }
    return passphrase;
  }

  /**
   * Seals what is written. Closing it ends the zip and leaves {@code out} open.
   *
   * @param name the name of the file in the zip
   * @param at the time it carries
   */
  public static OutputStream sealing(OutputStream out, String name, Instant at, String passphrase)
      throws IOException {
    return new Sealing(out, new AesZipLayout(name, at), passphrase);
  }

  /**
   * What is in a zip that {@link #sealing} wrote. What was changed is told at the end at the
   * latest.
   *
   * @param size how long the zip is
   * @throws SealException if the passphrase is another, or the zip is damaged or not of that kind;
   *     also while reading
   */
  public static InputStream opened(InputStream in, long size, String passphrase)
      throws IOException {
    AesZipLayout layout = AesZipLayout.read(in);
    long sealed = size - layout.head().length - layout.tailLength();
    long length = sealed - AesKeys.SALT - AesKeys.CHECK - AesKeys.CODE;
    if (length < 0) {
      throw new SealException("it is cut short");
    }
    AesKeys keys = new AesKeys(passphrase, bytes(in, AesKeys.SALT));
    if (!MessageDigest.isEqual(keys.check(), bytes(in, AesKeys.CHECK))) {
      throw new SealException("the passphrase is another");
    }
    return new Opening(in, layout, keys, length);
  }

  private static byte[] bytes(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new SealException("it is cut short", new EOFException());
    }
    return bytes;
  }

  private static final class Sealing extends OutputStream {
    private final OutputStream out;
    private final AesZipLayout layout;
    private final AesKeys keys;
    private final byte[] chunk = new byte[AesKeys.CHUNK];
    private int filled;
    private long length;
    private boolean ended;

    Sealing(OutputStream out, AesZipLayout layout, String passphrase) throws IOException {
      this.out = out;
      this.layout = layout;
      byte[] salt = Ids.secret(AesKeys.SALT);
      keys = new AesKeys(passphrase, salt);
      out.write(layout.head());
      out.write(salt);
      out.write(keys.check());
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      int at = from;
      int left = length;
      while (left > 0) {
        if (filled == chunk.length) {
          pass();
        }
        int now = Math.min(left, chunk.length - filled);
        System.arraycopy(bytes, at, chunk, filled, now);
        filled += now;
        at += now;
        left -= now;
      }
    }

    private void pass() throws IOException {
      keys.seal(chunk, filled);
      out.write(chunk, 0, filled);
      length += filled;
      filled = 0;
    }

    @Override
    public void close() throws IOException {
      if (!ended) {
        ended = true;
        pass();
        out.write(keys.code());
        out.write(layout.tail(length));
        out.flush();
      }
    }
  }

  private static final class Opening extends InputStream {
    private final InputStream in;
    private final AesZipLayout layout;
    private final AesKeys keys;
    private final long length;
    private final byte[] chunk = new byte[AesKeys.CHUNK];
    private long left;
    private int at;
    private int filled;
    private boolean checked;

    Opening(InputStream in, AesZipLayout layout, AesKeys keys, long length) {
      this.in = in;
      this.layout = layout;
      this.keys = keys;
      this.length = length;
      this.left = length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int wanted) throws IOException {
      if (wanted == 0) {
        return 0;
      }
      if (at == filled && !more()) {
        return -1;
      }
      int now = Math.min(wanted, filled - at);
      System.arraycopy(chunk, at, into, from, now);
      at += now;
      return now;
    }

    private boolean more() throws IOException {
      if (left == 0) {
        check();
        return false;
      }
      int now = (int) Math.min(left, chunk.length);
      if (in.readNBytes(chunk, 0, now) < now) {
        throw new SealException("it is cut short");
      }
      keys.open(chunk, now);
      left -= now;
      at = 0;
      filled = now;
      return true;
    }

    private void check() throws IOException {
      if (!checked) {
        checked = true;
        if (!MessageDigest.isEqual(keys.code(), bytes(in, AesKeys.CODE))
            || !Arrays.equals(layout.tail(length), in.readAllBytes())) {
          throw new SealException("it is damaged: what is in it was changed");
        }
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
