package io.roomledger.store;

import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * What an upload has from one that was left: bytes that can be read and which the server copies.
 *
 * @param left what they come from
 * @param kept the bytes
 */
record S3Heritage(S3Left left, S3Content kept) {
  private static final Logger LOG = LoggerFactory.getLogger(S3Heritage.class);

  long size() {
    return kept.size();
  }

  /** All of them, past what is kept on this machine: they will soon be gone. */
  InputStream open() throws IOException {
    return S3Stream.open(kept, 0);
  }

  /** Makes some of them the next part of an upload. */
  void bring(S3Target.Parts to, long begin, long end) throws IOException {
    if (!copied(to, begin, end)) {
      to.send(new S3Part(read(begin, end), (int) (end - begin)));
    }
  }

  private boolean copied(S3Target.Parts to, long begin, long end) {
    try {
      S3Bucket bucket = kept.store().bucket();
      to.copy(bucket.key(kept.key()), kept.tag(), begin, end);
      return true;
    } catch (S3Exception e) {
      if (S3Trouble.mayPass(e) && e.statusCode() != 501) {
        throw e;
      }
      LOG.debug("{}: a server that does not copy: {}", kept.key(), S3Trouble.said(e));
      return false;
    }
  }

  /** Some of them. */
  byte[] read(long begin, long end) throws IOException {
    byte[] bytes = new byte[(int) (end - begin)];
    try (InputStream in = S3Stream.open(kept, begin)) {
      // who reads past its end is told so
      int _ = in.readNBytes(bytes, 0, bytes.length);
      return bytes;
    }
  }

  /** They are of no more use. */
  void drop() {
    left.drop();
  }
}
