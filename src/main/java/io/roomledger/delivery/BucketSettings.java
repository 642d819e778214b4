package io.roomledger.delivery;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.base.Setting;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Which bucket of an S3 server files are put into.
 *
 * @param endpoint the server's address; empty for that of AWS in the region
 * @param region what requests are signed for
 * @param bucket its name; empty for none
 * @param prefix what every key begins with; empty for nothing
 * @param pathStyle whether the bucket is named in the path, and not in the name of the host
 * @param accessKey who signs
 * @param secretKey what it is signed with
 */
public record BucketSettings(
    @Setting(
            value = "",
            doc =
                "The S3 server that exports are delivered to, such as"
                    + " https://minio.example.org:9000; empty for that of AWS in the region.")
        String endpoint,
    @Setting(value = "us-east-1", doc = "The region that requests are signed for.") String region,
    @Setting(
            value = "",
            doc =
                "The bucket that exports may be delivered into; empty for none. Whoever reads it"
                    + " reads those exports.")
        String bucket,
    @Setting(
            value = "",
            doc = "What the key of every export in the bucket begins with, such as rooms/exports.")
        String prefix,
    @Setting(
            value = "true",
            doc =
                "Whether the bucket is named in the path of an address, as most servers other than"
                    + " AWS want it, and not in the name of the host.")
        boolean pathStyle,
    @Setting(value = "", doc = "The access key of who may write into the bucket.", secret = true)
        String accessKey,
    @Setting(value = "", doc = "The secret key that belongs to it.", secret = true)
        String secretKey) {
  private static final String SECRET = "(secret)";
  private static final int LONGEST_PREFIX = 200;

  public BucketSettings {
    require(
        endpoint.isEmpty() || address(endpoint),
        "endpoint",
        // an address can hold a password
        endpoint.contains("@") ? SECRET : endpoint,
        "http or https, a host, and perhaps a port");
    require(region.matches("[a-z0-9-]{1,64}"), "region", region, "a region such as eu-central-1");
    require(
        bucket.isEmpty() || bucket.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]"),
        "bucket",
        bucket,
        "3 to 63 small letters, digits, dots and hyphens, or nothing");
    require(
        prefix.isEmpty() || (prefix.length() <= LONGEST_PREFIX && path(prefix)),
        "prefix",
        prefix,
        "names of letters, digits, dot, underscore and hyphen, joined by slashes");
    require(
        bucket.isEmpty() || !accessKey.isEmpty(), "access-key", "nothing", "a key for the bucket");
    require(
        accessKey.isEmpty() == secretKey.isEmpty(),
        "secret-key",
        secretKey.isEmpty() ? "nothing" : "without deliveries.s3.access-key",
        "both keys or none");
  }

  /** No bucket. */
  public static BucketSettings none() {
    return new BucketSettings("", "us-east-1", "", "", true, "", "");
  }

  /** The server's address, if it is not that of AWS. */
  Optional<URI> address() {
    return Optional.of(endpoint).filter(said -> !said.isEmpty()).map(URI::create);
  }

  /** Never shows the keys. */
  @Override
  public String toString() {
    return "BucketSettings[" + endpoint + ", " + region + ", " + bucket + "/" + prefix + "]";
  }

  private static boolean address(String endpoint) {
    try {
      URI uri = new URI(endpoint);
      String scheme = String.valueOf(uri.getScheme());
      String path = String.valueOf(uri.getRawPath());
      return (scheme.equals("http") || scheme.equals("https"))
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null
          && (path.isEmpty() || path.equals("/"));
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static boolean path(String prefix) {
    return prefix.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");
  }

  private static void require(boolean holds, String name, String value, String expected) {
    if (!holds) {
      throw new RefusedException(new Refusal.Invalid("deliveries.s3." + name, value, expected));
    }
  }
}
