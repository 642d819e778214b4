package io.roomledger.store;

import io.roomledger.base.Setting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Where files are kept.
 *
 * @param kind {@code files} or {@code s3}
 * @param keyFile the keys with which files are encrypted; empty for none
 * @param s3 which bucket
 */
public record StoreSettings(
    @Setting(
            value = "files",
            doc =
                "Where attached files, recordings and files of exports are kept: `files`, in"
                    + " DIR/objects, or `s3`, in the bucket of store.s3.bucket. `store migrate`"
                    + " moves them.")
        String kind,
    @Setting(
            value = "",
            doc =
                "A file of keys with which files are encrypted where they are kept: lines of 64"
                    + " hexadecimal digits, the current key first; empty for none. Who loses it"
                    + " loses the files.")
        String keyFile,
    S3Settings s3) {
  /** As files of this machine. */
  public static final String FILES = "files";

  /** In a bucket. */
  public static final String S3 = "s3";

  public StoreSettings {
    S3Bucket.require(
        kind.equals(FILES) || kind.equals(S3), "store.kind", kind, FILES + " or " + S3);
    S3Bucket.require(
        !kind.equals(S3) || !s3.bucket().isEmpty(),
        "store.kind",
        kind,
        "with store.s3.bucket, or " + FILES);
  }

  /** What is taken where nothing is set. */
  public static StoreSettings standard() {
    return new StoreSettings(FILES, "", S3Settings.none());
  }

  /** The same, of another kind. */
  public StoreSettings of(String other) {
    return new StoreSettings(other, keyFile, s3);
  }

  /**
   * Opens the store of a server, with what it keeps on this machine.
   *
   * @param data the server's directory
   */
  public ObjectStore open(Path data, Clock clock) throws IOException {
    BlockCache cache =
        kind.equals(S3) && s3.cache() > 0
            ? new BlockCache(data.resolve("cache"), s3.cache())
            : null;
    return opened(data, clock, cache);
  }

  /** Opens it for a command, which keeps nothing on this machine. */
  public ObjectStore openForCommand(Path data, Clock clock) throws IOException {
    return opened(data, clock, null);
  }

  private ObjectStore opened(Path data, Clock clock, @Nullable BlockCache cache)
      throws IOException {
    ObjectStore store =
        kind.equals(S3)
            ? new S3Store(s3.place(), s3.addresses(), cache)
            : new FileStore(data.resolve("objects"), clock);
    return SealedStore.of(
        store, keyFile.isEmpty() ? SealKeys.none() : SealKeys.of(Path.of(keyFile)));
  }
}
