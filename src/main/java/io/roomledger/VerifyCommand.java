package io.roomledger;

import io.roomledger.export.ManifestSignature;
import io.roomledger.export.Verification;
import java.io.IOException;
import java.io.InputStream;
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
            + " entry.",
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

  @Override
  public Integer call() throws Exception {
    if (!Files.isRegularFile(file)) {
      System.err.println(file + ": no such file (expected: an exported zip)");
      return Main.WRONG_USE;
    }
    Verification found =
        Verification.of(file, key == null ? Optional.empty() : Optional.of(read(key)));
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

  private static PublicKey read(Path key) throws IOException {
    try (InputStream in = Files.newInputStream(key)) {
      return ManifestSignature.key(
          new String(in.readNBytes(LONGEST_KEY), StandardCharsets.US_ASCII));
    }
  }
}
