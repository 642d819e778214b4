package io.roomledger.store;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Makes addresses under which somebody fetches an object straight from the bucket, for a short
 * while and without any key.
 *
 * @param life how long an address opens it; zero for no addresses at all
 * @param smallest from how many bytes on an object is worth one
 */
record S3Links(Duration life, long smallest) {

  /** None. */
  static S3Links none() {
    return new S3Links(Duration.ZERO, 0);
  }

  /** The address of that object. */
  Optional<URI> to(S3Content content, String disposition, String mediaType) {
    if (life.isZero() || content.size() < smallest) {
      return Optional.empty();
    }
    S3Bucket bucket = content.store().bucket();
    S3Presigner.Builder builder =
        S3Presigner.builder()
            .credentialsProvider(bucket.keys().provider())
            .region(Region.of(bucket.region()))
            .serviceConfiguration(
                S3Configuration.builder().pathStyleAccessEnabled(bucket.pathStyle()).build());
    if (!bucket.endpoint().isEmpty()) {
      builder.endpointOverride(URI.create(bucket.endpoint()));
    }
    try (S3Presigner presigner = builder.build()) {
      return Optional.of(
          presigner
              .presignGetObject(wanted ->
                  wanted
                      .signatureDuration(life)
                      .getObjectRequest(object ->
                          object
                              .bucket(bucket.name())
                              .key(bucket.key(content.key()))
                              .responseContentDisposition(disposition)
                              .responseContentType(mediaType)))
              .url()
              .toURI());
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
