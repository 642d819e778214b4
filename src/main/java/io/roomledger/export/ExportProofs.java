package io.roomledger.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roomledger.base.ContentBlocks;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.identity.Caller;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * The door at which the owner of an export reads what its file says of itself, and has it checked,
 * without fetching it. Each look is audited, as a look.
 */
public final class ExportProofs {
  private static final long LONGEST_MANIFEST = 32L * 1024 * 1024;
  private static final int AT_ONCE = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Exports.House house;
  private final Exports exports;

  /** Whole files are read, so few at a time. */
  private final Semaphore checking = new Semaphore(AT_ONCE);

  public ExportProofs(Exports.House house, Exports exports) {
    this.house = house;
    this.exports = exports;
  }

  /**
   * What a package says of itself.
   *
   * @param manifest the manifest
   * @param signature who vouches for it, if it is signed and the signature fits
   * @param ours whether that is this server's key
   */
  public record Proof(JsonNode manifest, Optional<ManifestSignature> signature, boolean ours) {}

  /**
   * What came of a check.
   *
   * @param unchanged whether the file is, byte for byte, what was made
   * @param inside what was found in it; nothing, if it is no package or encrypted
   */
  public record Verdict(boolean unchanged, Optional<Verification> inside) {
    /** Whether nothing is wrong. */
    public boolean passed() {
      return unchanged && inside.map(Verification::passed).orElse(true);
    }
  }

  /**
   * The manifest and its signature; nothing, if the file holds none or is encrypted.
   *
   * @throws RefusedException as {@link Exports#open}
   */
  public Optional<Proof> read(Caller caller, long id) {
    Exports.ExportFile file = exports.look(caller, id, "export.manifest-read");
    if (!file.name().endsWith(".zip")) {
      return Optional.empty();
    }
    try (ContentBlocks bytes = new ContentBlocks(file.content())) {
      Map<String, ZipDirectory.Entry> entries = new java.util.HashMap<>();
      for (ZipDirectory.Entry entry : new ZipDirectory(bytes).entries()) {
        entries.put(entry.path(), entry);
      }
      ZipDirectory.Entry manifest = entries.get(Manifest.PATH);
      if (manifest == null || manifest.size() > LONGEST_MANIFEST) {
        return Optional.empty();
      }
      byte[] text = new ZipContent(bytes, manifest).bytes();
      ZipDirectory.Entry signed = entries.get(ManifestSignature.PATH);
      Optional<ManifestSignature> signature =
          signed == null
              ? Optional.empty()
              : ManifestSignature.read(new ZipContent(bytes, signed).bytes())
                  .filter(it -> it.fits(text));
      boolean ours = signature.filter(it -> it.key().equals(exports.signingKey())).isPresent();
      return Optional.of(new Proof(new ObjectMapper().readTree(text), signature, ours));
    } catch (ZipDirectory.DamagedException noZip) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads the whole file and says whether it is what was made: by the hash that was written down
   * then, and if it is a package, entry by entry and by this server's signature.
   *
   * @throws RefusedException as {@link Exports#open}; throttled, while others have files checked
   */
  public Verdict verify(Caller caller, long id) {
    Exports.ExportFile file = exports.look(caller, id, "export.verified");
    if (!checking.tryAcquire()) {
      throw new RefusedException(new Refusal.Throttled(AT_ONCE, PATIENCE, PATIENCE));
    }
    try {
      boolean unchanged = hash(file).equals(file.sha256());
      boolean plain =
          exports.get(caller, id).order().handling().encryption()
              instanceof ExportOrder.Encryption.None;
      if (!plain || !file.name().endsWith(".zip")) {
        return new Verdict(unchanged, Optional.empty());
      }
      try (ContentBlocks bytes = new ContentBlocks(file.content())) {
        return new Verdict(
            unchanged, Optional.of(Verification.of(bytes, Optional.of(exports.signingKey()))));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      checking.release();
    }
  }

  /** The file's own SHA-256, in hexadecimal digits. */
  private static String hash(Exports.ExportFile file) throws IOException {
    MessageDigest digest = Sha256.begin();
    byte[] some = new byte[1 << 16];
    try (InputStream in = file.content().open(0)) {
      for (int read = in.read(some); read >= 0; read = in.read(some)) {
        digest.update(some, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * A row of what happened to an export, as its owner may know it.
   *
   * @param at when
   * @param actor who, see {@link Caller#key}
   * @param address where from
   * @param action what, such as {@code export.downloaded}
   */
  public record Event(java.time.Instant at, String actor, String address, String action) {}

  /**
   * What happened to an export, the newest first: who fetched it, tried to, was told of it.
   *
   * @throws RefusedException not found, as {@link Exports#get}
   */
  public List<Event> events(Caller caller, long id, int limit) {
    ExportJob _ = exports.get(caller, id);
    return house
        .database()
        .jdbi()
        .withHandle(handle ->
            house.audit().about(handle, caller.organisation(), "export:" + id, limit).stream()
                .map(row -> new Event(row.at(), row.actor(), row.address(), row.action()))
                .toList());
  }
}
