package io.roomledger.store;

import io.roomledger.base.Setting;
import java.time.Duration;

/**
 * Which bucket of an S3 server files are kept in.
 *
 * @param endpoint the server's address; empty for that of AWS in the region
 * @param region what requests are signed for
 * @param bucket its name; empty for none
 * @param prefix what every key begins with; empty for nothing
 * @param pathStyle whether the bucket is named in the path, and not in the name of the host
 * @param accessKey who signs
 * @param secretKey what it is signed with
 * @param keysFile a file with both
 * @param cache how many bytes of it are kept on this machine
 * @param links whether large files are fetched straight from it
 * @param linkLife how long an address into it opens a file
 * @param linkFrom from how many bytes on a file is fetched so
 */
public record S3Settings(
    @Setting(
            value = "",
            doc =
                "The S3 server that files are kept in, such as https://minio.example.org:9000;"
                    + " empty for that of AWS in the region.")
        String endpoint,
    @Setting(value = "us-east-1", doc = "The region that requests are signed for.") String region,
    @Setting(value = "", doc = "The bucket that files are kept in, which must be there.")
        String bucket,
    @Setting(
            value = "roomledger",
            doc =
                "What the key of every file in the bucket begins with. What lies below belongs to"
                    + " this store alone.")
        String prefix,
    @Setting(
            value = "true",
            doc =
                "Whether the bucket is named in the path of an address, as most servers other than"
                    + " AWS want it, and not in the name of the host.")
        boolean pathStyle,
    @Setting(value = "", doc = "The access key of who may use the bucket.", secret = true)
        String accessKey,
    @Setting(value = "", doc = "The secret key that belongs to it.", secret = true)
        String secretKey,
    @Setting(
            value = "",
            doc =
                "Instead of both, a file whose first line is the access key and whose second is the"
                    + " secret key; read again when it changes.")
        String keysFile,
    @Setting(
            value = "0",
            doc =
                "How many bytes of the bucket's files are kept in DIR/cache to be read again, such"
                    + " as 10g; 0 for none.")
        long cache,
    @Setting(
            value = "false",
            doc =
                "Whether large files of exports and recordings are fetched straight from the"
                    + " bucket: the own API and the console answer a download with 302 and a signed"
                    + " address, which must be reachable for people. Not for encrypted files.")
        boolean links,
    @Setting(value = "5m", doc = "How long such an address can be used.") Duration linkLife,
    @Setting(value = "8m", doc = "From how many bytes on a file is fetched so.") long linkFrom) {
  private static final String SECTION = "store.s3";

  public S3Settings {
    S3Keys keys = new S3Keys(accessKey, secretKey, keysFile);
    var _ = new S3Bucket(endpoint, region, bucket, prefix, pathStyle, keys).checked(SECTION);
    S3Bucket.require(
        linkLife.toSeconds() >= 10 && linkLife.toDays() <= 1,
        SECTION + ".link-life",
        linkLife.toString(),
        "10 seconds to a day");
    S3Bucket.require(
        cache == 0 || cache >= 16L * BlockCache.BLOCK,
        SECTION + ".cache",
        Long.toString(cache),
        "0, or at least 16m");
  }

  /** No bucket. */
  public static S3Settings none() {
    return new S3Settings(
        "",
        "us-east-1",
        "",
        "roomledger",
        true,
        "",
        "",
        "",
        0,
        false,
        Duration.ofMinutes(5),
        8 << 20);
  }

  /** The bucket. */
  S3Bucket place() {
    S3Keys keys = new S3Keys(accessKey, secretKey, keysFile);
    return new S3Bucket(endpoint, region, bucket, prefix, pathStyle, keys);
  }

  /** The addresses that are made into it. */
  S3Links addresses() {
    return links ? new S3Links(linkLife, linkFrom) : S3Links.none();
  }

  /** Never shows the keys. */
  @Override
  public String toString() {
    return "S3Settings[" + place() + "]";
  }
}
