package io.roomledger.store;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * A bucket of an S3 server. Of the environment, of files in the home directory and of the machine's
 * cloud nothing plays a part, only the settings.
 *
 * @param endpoint the server's address; empty for that of AWS in the region
 * @param region what requests are signed for
 * @param name its name; empty for none
 * @param prefix what every key begins with; empty for nothing
 * @param pathStyle whether the bucket is named in the path, and not in the name of the host
 * @param keys who signs
 */
public record S3Bucket(
    String endpoint, String region, String name, String prefix, boolean pathStyle, S3Keys keys) {
  private static final String SECRET = "(secret)";
  private static final int LONGEST_PREFIX = 200;
  private static final int TRIES = 4;
  private static final Duration CONNECTING = Duration.ofSeconds(10);

  /** A server may take its time to put the parts of a file together. */
  private static final Duration SILENCE = Duration.ofMinutes(2);

  /**
   * The same, if it leads somewhere.
   *
   * @param section what the names of its settings begin with
   * @throws RefusedException invalid, naming the setting that is wrong
   */
  public S3Bucket checked(String section) {
    require(
        endpoint.isEmpty() || address(endpoint),
        section + ".endpoint",
        // an address can hold a password
        endpoint.contains("@") ? SECRET : endpoint,
        "http or https, a host, and perhaps a port");
    require(
        region.matches("[a-z0-9-]{1,64}"),
        section + ".region",
        region,
        "a region such as eu-central-1");
    require(
        name.isEmpty() || name.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]"),
        section + ".bucket",
        name,
        "3 to 63 small letters, digits, dots and hyphens, or nothing");
    require(
        prefix.isEmpty() || (prefix.length() <= LONGEST_PREFIX && path(prefix)),
        section + ".prefix",
        prefix,
        "names of letters, digits, dot, underscore and hyphen, joined by slashes");
    keys.check(section, !name.isEmpty());
    return this;
  }

  /** A client of the server, to be closed. */
  public S3Client client() {
    // the SDK adds checksums in trailers that many servers other than AWS do not know; each part
    // carries its SHA-256 instead
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(CONNECTING)
                    .socketTimeout(SILENCE)
                    .proxyConfiguration(
                        ProxyConfiguration.builder().useEnvironmentVariablesValues(false).build()))
            .credentialsProvider(keys.provider())
            .region(Region.of(region))
            .forcePathStyle(pathStyle)
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false))
            .overrideConfiguration(all ->
                all.retryStrategy(
                        AwsRetryStrategy.standardRetryStrategy().toBuilder()
                            .maxAttempts(TRIES)
                            .build())
                    .defaultProfileFile(ProfileFile.aggregator().build()));
    if (!endpoint.isEmpty()) {
      builder.endpointOverride(URI.create(endpoint));
    }
    return builder.build();
  }

  /** The key of that object, below the prefix. */
  public String key(String object) {
    return prefix.isEmpty() ? object : prefix + "/" + object;
  }

  /** Never shows the keys. */
  @Override
  public String toString() {
    return "S3Bucket[" + endpoint + ", " + region + ", " + name + "/" + prefix + "]";
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

  static void require(boolean holds, String setting, String value, String expected) {
    if (!holds) {
      throw new RefusedException(new Refusal.Invalid(setting, value, expected));
    }
  }
}
