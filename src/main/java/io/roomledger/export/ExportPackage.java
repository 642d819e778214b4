package io.roomledger.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The zip in which an export is handed out: the files of the format, the attachments, and last the
 * {@link Manifest} that names them all and its {@link ManifestSignature}. Paths are made safe and
 * unique.
 */
final class ExportPackage implements Format.Target, AutoCloseable {
  private static final Set<String> COMPRESSED =
      Set.of(
          "application/zip",
          "application/gzip",
          "application/x-7z-compressed",
          "application/x-xz",
          "application/zstd",
          "application/vnd.rar",
          "image/png",
          "image/jpeg",
          "image/gif",
          "image/webp",
          "image/avif",
          "image/heic",
          "audio/mpeg",
          "audio/mp4",
          "audio/ogg",
          "audio/aac",
          "font/woff2");

  private final ZipStream zip;
  private final boolean piece;
  private final String mainPath;
  private final boolean mainCompressed;
  private final Consumer<Item.Gap> gaps;
  private final Set<String> taken = new HashSet<>();
  private final List<ZipStream.Written> written = new ArrayList<>();

  /**
   * Begins a package.
   *
   * @param out where to; not closed
   * @param at the time that its entries carry
   * @param main the format's main file
   * @param gaps who counts what the format cannot hold
   */
  ExportPackage(OutputStream out, Instant at, Main main, Consumer<Item.Gap> gaps) {
    this(new ZipStream(out, at), main, gaps);
  }

  /** Fills {@code zip}, which has no entry yet, or goes on with one. */
  ExportPackage(ZipStream zip, Main main, Consumer<Item.Gap> gaps) {
    this(zip, main, gaps, false);
  }

  /** For a stretch of a part: what of it is in the format's main file goes on in another zip. */
  static ExportPackage ofStretch(OutputStream out, Instant at, Main main, Consumer<Item.Gap> gaps) {
    return new ExportPackage(new ZipStream(out, at), main, gaps, true);
  }

  private ExportPackage(ZipStream zip, Main main, Consumer<Item.Gap> gaps, boolean piece) {
    this.piece = piece;
    this.zip = zip;
    this.taken.add(Manifest.PATH);
    this.taken.add(ManifestSignature.PATH);
    this.mainPath = unique(main.path());
    this.mainCompressed = compressed(main.mediaType());
    this.gaps = gaps;
  }

  /** The main file's path and media type. */
  record Main(String path, String mediaType) {}

  @Override
  public void gap(Item.Gap gap) {
    gaps.accept(gap);
  }

  @Override
  public String mainPath() {
    return mainPath;
  }

  @Override
  public boolean packaged() {
    return true;
  }

  @Override
  public OutputStream main() throws IOException {
    return main(mainPath, mainCompressed);
  }

  /** Begins the main file of a part. */
  OutputStream main(String path, String mediaType) throws IOException {
    return main(unique(path), compressed(mediaType));
  }

  private OutputStream main(String path, boolean compressed) throws IOException {
    end();
    return piece ? zip.piece(path) : zip.entry(path, compressed);
  }

  @Override
  public OutputStream entry(String path) throws IOException {
    return begin(unique(path), false);
  }

  /**
   * Passes over an attachment if an earlier attempt has packed the whole of it: the bytes of a file
   * never change.
   */
  boolean has(String path, long size) throws IOException {
    end();
    String name = unique(path);
    ZipStream.Written known = zip.passOver(name, size);
    if (known == null) {
      taken.remove(name.toLowerCase(Locale.ROOT));
      return false;
    }
    written.add(known);
    return true;
  }

  /** Begins an entry for an attachment. */
  OutputStream attachment(String path, String mediaType) throws IOException {
    return begin(unique(path), compressed(mediaType));
  }

  /** Makes sure that there is a folder of that name, for readers who look for it. */
  void folder(String name) throws IOException {
    end();
    if (written.stream().noneMatch(entry -> entry.path().startsWith(name + "/"))) {
      OutputStream _ = begin(name + "/", true);
    }
  }

  /**
   * Adds what another server has packed.
   *
   * @return false, and nothing is added, if a name in it is taken here
   */
  boolean join(ZipJoin.Packed packed) throws IOException {
    if (!free(packed)) {
      return false;
    }
    end();
    zip.join(packed);
    for (KeptEntry one : packed.entries()) {
      taken.add(one.path().toLowerCase(Locale.ROOT));
      written.add(new ZipStream.Written(one.path(), one.size(), one.sha256()));
    }
    return true;
  }

  /** Whether no name of what another server has packed is taken here. */
  boolean free(ZipJoin.Packed packed) {
    return packed.entries().stream()
        .filter(KeptEntry::ended)
        .noneMatch(one -> taken.contains(one.path().toLowerCase(Locale.ROOT)));
  }

  /** Adds a stretch that another server has packed: a piece of the open entry, or entries. */
  void append(ZipJoin.Packed packed) throws IOException {
    if (packed.entries().stream().allMatch(KeptEntry::ended)) {
      if (!join(packed)) {
        throw new IllegalStateException("a name in a stretch is taken");
      }
    } else if (packed.entries().size() == 1) {
      zip.append(packed);
    } else {
      throw new IllegalStateException("a stretch of several pieces");
    }
  }

  /** Says how far it is, if it is time to; what was joined is known to be whole. */
  void markIfDue() throws IOException {
    zip.markIfDue();
  }

  /** Ends it without manifest and directory, for a package that others join with theirs. */
  List<KeptEntry> leave() throws IOException {
    end();
    return zip.leave(written);
  }

  /** Writes the manifest and who vouches for it, and ends the zip. */
  void finish(Manifest manifest, Function<byte[], ManifestSignature> signer) throws IOException {
    end();
    zip.noMoreMarks();
    byte[] text = manifest.json(written).getBytes(StandardCharsets.UTF_8);
    zip.entry(Manifest.PATH, false).write(text);
    zip.entry(ManifestSignature.PATH, false).write(signer.apply(text).json());
    zip.finish();
  }

  @Override
  public void close() {
    zip.close();
  }

  private OutputStream begin(String path, boolean compressed) throws IOException {
    end();
    return zip.entry(path, compressed);
  }

  private void end() throws IOException {
    ZipStream.Written ended = zip.endEntry();
    if (ended != null) {
      written.add(ended);
    }
  }

  /** File systems that ignore case must not put two entries into one file. */
  private String unique(String path) {
    String safe = PackagePath.safe(path);
    String name = safe;
    for (int n = 2; !taken.add(name.toLowerCase(Locale.ROOT)); n++) {
      name = PackagePath.numbered(safe, n);
    }
    return name;
  }

  private static boolean compressed(String mediaType) {
    String type = mediaType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return COMPRESSED.contains(type)
        || type.startsWith("video/")
        || type.startsWith("application/vnd.openxmlformats-");
  }
}
