package io.roomledger.delivery;

import io.roomledger.base.Setting;
import io.roomledger.store.S3Bucket;
import io.roomledger.store.S3Keys;

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
  public BucketSettings {
    S3Keys keys = new S3Keys(accessKey, secretKey);
    var _ =
        new S3Bucket(endpoint, region, bucket, prefix, pathStyle, keys).checked("deliveries.s3");
  }

  /** No bucket. */
  public static BucketSettings none() {
    return new BucketSettings("", "us-east-1", "", "", true, "", "");
  }

  /** The bucket. */
  S3Bucket place() {
    S3Keys keys = new S3Keys(accessKey, secretKey);
    return new S3Bucket(endpoint, region, bucket, prefix, pathStyle, keys);
  }

  /** Never shows the keys. */
  @Override
  public String toString() {
    return "BucketSettings[" + endpoint + ", " + region + ", " + bucket + "/" + prefix + "]";
  }
}
