package io.roomledger;

import io.roomledger.export.ManifestSignature;
import io.roomledger.export.Verification;
import io.roomledger.seal.Seal;
import io.roomledger.seal.SealException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code verify}: whether a file is still what was handed out. Needs no server and no database. */
@Command(
    name = "verify",
    description =
        "Checks an exported zip against its manifest and names every changed, missing or surplus"
            + " entry. One that is encrypted needs the key or passphrase that opens it.",
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
  private static final int LONGEST_KEY = 100_000;

  @Parameters(paramLabel = "FILE.zip", description = "The exported file.")
  private Path file = Path.of("");

  @Option(
      names = "--key",
      paramLabel = "KEY.pem",
      description =
          "The server's public key, as the command key prints it: the file must be signed by it.")
  private @Nullable Path key;

  @Option(
      names = "--identity",
      paramLabel = "KEYS.txt",
      description = "The secret key that opens an age file, as age-keygen writes it; - for stdin.")
  private @Nullable Path identity;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "Its first line is the passphrase of an AES zip; - for stdin.")
  private @Nullable Path passphrase;

  @Override
  public Integer call() throws Exception {
    if (!Files.isRegularFile(file)) {
      System.err.println(file + ": no such file (expected: an exported zip)");
      return Main.WRONG_USE;
    }
    Seal seal = Seal.of(file);
    Path secret =
        switch (seal) {
          case NONE -> Path.of("");
          case AGE -> identity;
          case AES_ZIP -> passphrase;
        };
    if (secret == null) {
      System.err.println(file + ": is encrypted, " + opener(seal));
      return Main.WRONG_USE;
    }
    try (FileChannel clear = seal.opened(file, secret(seal, secret))) {
      return check(clear);
    } catch (SealException e) {
      System.out.println(file + ": does not open: " + e.getMessage());
      return Main.NOT_GENUINE;
    }
  }

  private static String opener(Seal seal) {
    return seal == Seal.AGE
        ? "to the holders of age keys (expected: --identity with the secret key of one)"
        : "an AES zip (expected: --passphrase-file with its passphrase)";
  }

  private static String secret(Seal seal, Path from) throws IOException {
    return switch (seal) {
      case NONE -> "";
      case AGE -> Secrets.text(from);
      case AES_ZIP -> Secrets.line(from);
    };
  }

  private int check(FileChannel clear) throws IOException {
    if (!beginsAsZip(clear)) {
      System.out.println(
          file
              + ": is no zip, so it has no manifest to be checked against (expected: an export that"
              + " was ordered under a name such as F.csv.zip)");
      return Main.NOT_GENUINE;
    }
    Verification found =
        Verification.of(clear, key == null ? Optional.empty() : Optional.of(read(key)));
    found.problems().forEach(System.out::println);
    if (!found.passed()) {
      System.out.println(
          file + ": NOT what its manifest says, " + found.problems().size() + " problems");
      return Main.NOT_GENUINE;
    }
    System.out.printf(
        Locale.ROOT,
        "%s: is what its manifest says: export %s, %,d entries, %,d bytes, %,d rows, %,d missing%n",
        file,
        found.export(),
        found.entries(),
        found.bytes(),
        found.rows(),
        found.gaps());
    System.out.println(
        found
            .signedBy()
            .map(signer ->
                "signed by the key "
                    + ManifestSignature.fingerprint(signer)
                    + (key == null ? " (compare it with the server's, or give --key)" : ""))
            .orElse("not signed"));
    return Main.FINE;
  }

  private static boolean beginsAsZip(FileChannel clear) throws IOException {
    ByteBuffer begin = ByteBuffer.allocate(2);
    int read = clear.read(begin, 0);
    return read == 2 && begin.get(0) == 'P' && begin.get(1) == 'K';
  }

  private static PublicKey read(Path key) throws IOException {
    try (InputStream in = Files.newInputStream(key)) {
      return ManifestSignature.key(
          new String(in.readNBytes(LONGEST_KEY), StandardCharsets.US_ASCII));
    }
  }
}
