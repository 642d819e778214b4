package io.roomledger.seal;

import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import com.exceptionfactory.jagged.framework.stream.StandardEncryptingChannelFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/**
 * Files for the holders of age keys (<a href="https://age-encryption.org/v1">age-encryption.org/v1
 * </a>, X25519 recipients): any one of their secret keys opens the file. The bytes are sealed in
 * chunks as they pass, and a file that was cut short or changed does not open.
 */
public final class Age {
  /** With what every age file begins. */
  static final byte[] BEGIN = "age-encryption.org/v1\n".getBytes(StandardCharsets.US_ASCII);

  /** What age calls the public key of a recipient. */
  public static final String RECIPIENT = "age1";

  private static final String IDENTITY = "AGE-SECRET-KEY-1";
  private static final int LONGEST_KEY = 100;

  /** The library's channel seals what it is given in pieces of this size. */
  private static final int CHUNK = 64 * 1024;

  private Age() {}

  /**
   * Answers {@code recipient} if it is a public key of age.
   *
   * @throws RefusedException invalid, if it is none
   */
  public static String check(String recipient) {
    try {
      if (recipient.startsWith(RECIPIENT) && recipient.length() <= LONGEST_KEY) {
        RecipientStanzaWriter _ = writer(recipient);
        return recipient;
      }
    } catch (GeneralSecurityException | RuntimeException e) {
      throw noRecipient(recipient);
    }
    throw noRecipient(recipient);
  }

  private static RecipientStanzaWriter writer(String recipient) throws GeneralSecurityException {
    return X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(recipient);
  }

  private static RefusedException noRecipient(String text) {
    // whoever mixes up the two halves must not find the secret one in a log
    String shown =
        text.toUpperCase(java.util.Locale.ROOT).startsWith("AGE-SECRET")
            ? "(a secret key)"
            : text.replaceAll("[^\\x21-\\x7e]", "?").substring(0, Math.min(text.length(), 80));
    return new RefusedException(
        new Refusal.Invalid("recipient", shown, "the public key of an age key pair, age1..."));
  }

  /**
   * Seals what is written for {@code recipients}. Closing it ends the file and leaves {@code out}
   * open; one that is not closed does not open.
   */
  public static OutputStream sealing(OutputStream out, List<String> recipients) throws IOException {
    try {
      List<RecipientStanzaWriter> writers = new ArrayList<>();
      for (String recipient : recipients) {
        writers.add(writer(recipient));
      }
      WritableByteChannel sealing =
          new StandardEncryptingChannelFactory().newEncryptingChannel(new LeftOpen(out), writers);
      return new BufferedOutputStream(Channels.newOutputStream(sealing), CHUNK);
    } catch (GeneralSecurityException e) {
      throw new IOException("age: cannot be sealed for these recipients", e);
    }
  }

  /**
   * What is in an age file.
   *
   * @param identities the text of a key file as age-keygen writes it: secret keys, one a line, and
   *     comments
   * @throws SealException if none of them opens it, or it is damaged; the latter also while reading
   */
  public static InputStream opened(InputStream in, String identities) throws IOException {
    try {
      List<RecipientStanzaReader> readers = new ArrayList<>();
      for (String line : identities.lines().map(String::strip).toList()) {
        if (line.startsWith(IDENTITY)) {
          readers.add(X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(line));
        }
      }
      if (readers.isEmpty()) {
        throw new SealException("there is no secret key (AGE-SECRET-KEY-1...) in the key file");
      }
      return new Unsealing(
          new BufferedInputStream(
              Channels.newInputStream(
                  new StandardDecryptingChannelFactory()
                      .newDecryptingChannel(Channels.newChannel(in), readers)),
              CHUNK));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new SealException("none of these keys opens it, or it is damaged", e);
    }
  }

  /** The library closes what it writes to; who owns the stream decides that. */
  private static final class LeftOpen implements WritableByteChannel {
    private final OutputStream out;
    private boolean open = true;

    LeftOpen(OutputStream out) {
      this.out = out;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
      int length = from.remaining();
      if (from.hasArray()) {
        out.write(from.array(), from.arrayOffset() + from.position(), length);
        from.position(from.limit());
      } else {
        byte[] bytes = new byte[length];
        from.get(bytes);
        out.write(bytes);
      }
      return length;
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() {
      open = false;
    }
  }
}
