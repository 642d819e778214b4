package io.roomledger.export;

import io.roomledger.base.Period;
import io.roomledger.db.Mark;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A package of a few hundred bytes, made without an engine. */
final class SmallExport {
  static final Instant AT = Instant.parse("2024-03-15T10:00:02Z");

  private SmallExport() {}

  static byte[] bytes() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ExportPackage.Main main = new ExportPackage.Main("room.json", "application/x-ndjson");
    try (ExportPackage pack = new ExportPackage(out, AT, main, gap -> {})) {
      pack.main().write(text("{\"msg\":\"hello\"}\n".repeat(20)));
      pack.attachment("assets/f1-ä.png", "image/png").write(text("not really a picture"));
      pack.finish(manifest(), SmallExport::sign);
    }
    return out.toByteArray();
  }

  /** The key that vouches for it. */
  static final KeyPair KEYS = keys();

  private static KeyPair keys() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static ManifestSignature sign(byte[] manifest) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(KEYS.getPrivate());
      signature.update(manifest);
      return ManifestSignature.of(KEYS.getPublic(), signature.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static Manifest manifest() {
    ExportOrder order =
        new ExportOrder(
            "test", Period.ALWAYS, Selection.of("room", "GENERAL"), "a.zip", Optional.empty());
    return new Manifest(
        new Manifest.Export(7, 1, "0", ""),
        new Manifest.Order("test", order, "operator", "main"),
        new Manifest.Times(AT, AT, AT, new Mark("1", "10:10:"), Optional.empty()),
        new Manifest.Counts(20, 0, 1, 0, Optional.empty(), Optional.empty(), Map.of(), List.of()),
        List.of());
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
