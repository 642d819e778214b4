package io.roomledger.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roomledger.base.Positioned;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether an exported zip is what was exported: every entry is there once, unchanged, and no other.
 * Needs nothing but the file, which then is proved to agree with its manifest: no accident changed
 * it. With the public key of the server it is proved that this server wrote the manifest, so that
 * nobody else changed it either.
 *
 * @param problems what is wrong, one sentence each, at most {@value #MOST_PROBLEMS}; none if it
 *     passed
 * @param entries how many entries were checked against the manifest
 * @param bytes how many bytes they have, uncompressed
 * @param rows how many rows the manifest counts
 * @param gaps how many missing things the manifest counts
 * @param export the number of the export, empty if it could not be read
 * @param signedBy the key whose signature fits the manifest, whoever holds it; none if it is not
 *     signed
 */
public record Verification(
    List<String> problems,
    long entries,
    long bytes,
    long rows,
    long gaps,
    String export,
    Optional<PublicKey> signedBy) {
  private static final int MOST_PROBLEMS = 1_000;
  private static final long LARGEST_MANIFEST = 256L * 1024 * 1024;
  private static final Set<String> PROOFS = Set.of(Manifest.PATH, ManifestSignature.PATH);
  private static final long LARGEST_SIGNATURE = 64L * 1024;

  public Verification {
    problems = List.copyOf(problems);
  }

  /** Whether nothing is wrong. */
  public boolean passed() {
    return problems.isEmpty();
  }

  /** Checks a file, whoever signed it. */
  public static Verification of(Path zip) throws IOException {
    return of(zip, Optional.empty());
  }

  /**
   * Checks a file. Never reads more of an entry than the manifest allows, so a zip bomb is
   * harmless.
   *
   * @param key the key that must have signed it, if one is asked for
   * @throws IOException if the file cannot be read
   */
  public static Verification of(Path zip, Optional<PublicKey> key) throws IOException {
    try (FileChannel file = FileChannel.open(zip, StandardOpenOption.READ)) {
      return of(file, key);
    }
  }

  /** Checks what is in an open file, such as one that was encrypted, and leaves it open. */
  public static Verification of(FileChannel zip, Optional<PublicKey> key) throws IOException {
    return of(Positioned.of(zip), key);
  }

  /** Checks bytes that may lie elsewhere. */
  static Verification of(Positioned zip, Optional<PublicKey> key) throws IOException {
    return new Check(zip, key).run();
  }

  /** What the manifest says of an entry. */
  private record Promise(long size, String sha256) {}

  /** One check under way. */
  private static final class Check {
    private final Positioned file;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, Promise> promised = new HashMap<>();
    private long entries;
    private long bytes;
    private long rows;
    private long gaps;
    private String export = "";
    private final Optional<PublicKey> wanted;
    private Optional<PublicKey> signedBy = Optional.empty();

    Check(Positioned file, Optional<PublicKey> wanted) {
      this.file = file;
      this.wanted = wanted;
    }

    Verification run() throws IOException {
      try {
        List<ZipDirectory.Entry> found = new ZipDirectory(file).entries();
        if (unique(found) && manifest(found)) {
          contents(found);
        }
      } catch (ZipDirectory.DamagedException | EOFException e) {
        problem(String.valueOf(e.getMessage()));
      }
      return new Verification(problems, entries, bytes, rows, gaps, export, signedBy);
    }

    private void problem(String text) {
      if (problems.size() < MOST_PROBLEMS) {
        problems.add(text.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?"));
      }
    }

    private boolean unique(List<ZipDirectory.Entry> found) {
      Set<String> names = new HashSet<>();
      for (ZipDirectory.Entry entry : found) {
        if (!names.add(entry.path())) {
          problem(entry.path() + ": is there twice");
        }
      }
      return names.size() == found.size();
    }

    private boolean manifest(List<ZipDirectory.Entry> found) throws IOException {
      Optional<ZipDirectory.Entry> entry = entry(found, Manifest.PATH);
      if (entry.isEmpty()) {
        problem(Manifest.PATH + ": is missing; this is not an export, or not a whole one");
        return false;
      }
      Optional<byte[]> text = text(entry.get(), LARGEST_MANIFEST);
      if (text.isEmpty()) {
        return false;
      }
      signature(entry(found, ManifestSignature.PATH), text.get());
      try {
        return read(new ObjectMapper().readTree(text.get()));
      } catch (JsonProcessingException e) {
        problem(Manifest.PATH + ": is not JSON");
        return false;
      }
    }

    private static Optional<ZipDirectory.Entry> entry(List<ZipDirectory.Entry> found, String path) {
      return found.stream().filter(entry -> entry.path().equals(path)).findFirst();
    }

    /** The whole of a small entry, unless something is wrong with it. */
    private Optional<byte[]> text(ZipDirectory.Entry entry, long largest) throws IOException {
      if (entry.size() > largest) {
        problem(entry.path() + ": too long to be one");
        return Optional.empty();
      }
      ZipContent content = new ZipContent(file, entry);
      byte[] text = content.bytes();
      content.problem().ifPresent(wrong -> problem(entry.path() + ": " + wrong));
      return content.problem().isPresent() ? Optional.empty() : Optional.of(text);
    }

    /** An export of a server that did not sign yet has none; whoever asks for a key wants one. */
    private void signature(Optional<ZipDirectory.Entry> entry, byte[] manifest) throws IOException {
      if (entry.isPresent()) {
        Optional<byte[]> text = text(entry.get(), LARGEST_SIGNATURE);
        Optional<ManifestSignature> signature = text.flatMap(ManifestSignature::read);
        if (text.isPresent() && signature.isEmpty()) {
          problem(ManifestSignature.PATH + ": is not a signature");
        } else if (signature.isPresent() && !signature.get().fits(manifest)) {
          problem(ManifestSignature.PATH + ": does not fit the manifest, one of them is changed");
        } else {
          signedBy = signature.map(ManifestSignature::key);
        }
      }
      if (wanted.isPresent() && !wanted.equals(signedBy)) {
        problem(
            ManifestSignature.PATH
                + signedBy
                    .map(key -> ": is of another key, " + ManifestSignature.fingerprint(key))
                    .orElse(": there is no good signature")
                + " (expected: one of key "
                + ManifestSignature.fingerprint(wanted.get())
                + ")");
      }
    }

    private boolean read(JsonNode manifest) {
      if (!manifest.path("layout").asText().equals(Manifest.LAYOUT)) {
        problem(Manifest.PATH + ": of another layout (expected: " + Manifest.LAYOUT + ")");
        return false;
      }
      export = manifest.path("export").asText();
      rows = manifest.path("counts").path("rows").asLong();
      gaps = manifest.path("counts").path("gaps").asLong();
      for (JsonNode entry : manifest.path("entries")) {
        String path = entry.path("path").asText();
        Promise promise = new Promise(entry.path("size").asLong(-1), entry.path("sha256").asText());
        if (promised.put(path, promise) != null) {
          problem(Manifest.PATH + ": names " + path + " twice");
        }
      }
      return true;
    }

    private void contents(List<ZipDirectory.Entry> found) throws IOException {
      for (ZipDirectory.Entry entry : found) {
        if (!PROOFS.contains(entry.path())) {
          Promise promise = promised.remove(entry.path());
          if (promise == null) {
            problem(entry.path() + ": is surplus, the manifest does not name it");
          } else {
            content(entry, promise);
          }
        }
      }
      promised.keySet().stream().sorted().forEach(path -> problem(path + ": is missing"));
    }

    private void content(ZipDirectory.Entry entry, Promise promise) throws IOException {
      if (!PackagePath.harmless(entry.path())) {
        problem(entry.path() + ": is not a safe path to unpack");
      } else if (entry.size() != promise.size()) {
        problem(
            entry.path()
                + ": is changed, it has "
                + entry.size()
                + " bytes (expected: "
                + promise.size()
                + ")");
      } else {
        ZipContent content = new ZipContent(file, entry);
        String hash = content.sha256();
        if (content.problem().isPresent()) {
          problem(entry.path() + ": is changed, " + content.problem().get());
        } else if (!hash.equals(promise.sha256())) {
          problem(entry.path() + ": is changed, its SHA-256 is another");
        }
        entries++;
        bytes += entry.size();
      }
    }
  }
}
