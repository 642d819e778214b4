package io.roomledger;

import io.roomledger.export.ManifestSignature;
import java.security.PublicKey;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code key}: the public key that proves who wrote an export. */
@Command(
    name = "key",
    description = {
      "Prints the server's public key, which verify --key takes.",
      "Hand it to whoever receives exports, by another way than the exports themselves."
    },
    mixinStandardHelpOptions = true)
final class KeyCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();

  @Override
  public Integer call() throws Exception {
    try (Wiring wiring = Wiring.forCommand(options)) {
      PublicKey key = wiring.exports().signingKey();
      System.out.print(ManifestSignature.pem(key));
      System.err.println("fingerprint " + ManifestSignature.fingerprint(key));
      return Main.FINE;
    }
  }
}
