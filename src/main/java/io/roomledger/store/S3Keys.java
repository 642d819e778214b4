package io.roomledger.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * With what requests to a bucket are signed: two keys, or a file that has them.
 *
 * @param accessKey who signs
 * @param secretKey what it is signed with
 * @param file a file whose first line is the one and whose second is the other; empty for none. It
 *     is read again when it changed, so keys are changed while the server runs
 */
public record S3Keys(String accessKey, String secretKey, String file) {

  /** Those two. */
  public S3Keys(String accessKey, String secretKey) {
    this(accessKey, secretKey, "");
  }

  void check(String section, boolean needed) {
    S3Bucket.require(
        file.isEmpty() || accessKey.isEmpty(),
        section + ".keys-file",
        file,
        "either the file or " + section + ".access-key");
    S3Bucket.require(
        !needed || !accessKey.isEmpty() || !file.isEmpty(),
        section + ".access-key",
        "nothing",
        "a key for the bucket");
    S3Bucket.require(
        accessKey.isEmpty() == secretKey.isEmpty(),
        section + ".secret-key",
        secretKey.isEmpty() ? "nothing" : "without " + section + ".access-key",
        "both keys or none");
  }

  AwsCredentialsProvider provider() {
    return file.isEmpty()
        ? StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey))
        : new FromFile(Path.of(file));
  }

  /** Never shows the keys. */
  @Override
  public String toString() {
    return "S3Keys[" + file + "]";
  }

  /** Looks at the file's time at each request, and reads it when that is another. */
  private static final class FromFile implements AwsCredentialsProvider {
    private final Path file;
    private @Nullable FileTime readAt;
    private @Nullable AwsCredentials known;

    FromFile(Path file) {
      this.file = file;
    }

    @Override
    public synchronized AwsCredentials resolveCredentials() {
      try {
        FileTime changed = Files.getLastModifiedTime(file);
        AwsCredentials keys = known;
        if (keys == null || !changed.equals(readAt)) {
          keys = read();
          known = keys;
          readAt = changed;
        }
        return keys;
      } catch (IOException e) {
        throw SdkClientException.create(file + ": the keys of the bucket cannot be read", e);
      }
    }

    private AwsCredentials read() throws IOException {
      List<String> lines =
          Files.readAllLines(file).stream().map(String::strip).filter(it -> !it.isEmpty()).toList();
      if (lines.size() != 2) {
        throw new IOException("(expected: two lines, the access key and the secret key)");
      }
      return AwsBasicCredentials.create(lines.get(0), lines.get(1));
    }
  }
}
