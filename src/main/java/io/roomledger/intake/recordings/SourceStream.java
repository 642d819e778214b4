package io.roomledger.intake.recordings;

import io.roomledger.intake.Problem;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/**
 * A file as it is read: tells how far it is, keeps faults of reading apart from those of storing,
 * and refuses a file that is not as long as it was when it was looked at.
 */
final class SourceStream extends FilterInputStream {
  private final long size;
  private final LongConsumer progress;
  private long done;

  SourceStream(InputStream in, long size, LongConsumer progress) {
    super(in);
    this.size = size;
    this.progress = progress;
  }

  /** The file could not be read; nothing is wrong with the store. */
  static final class UnreadableException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    UnreadableException(Problem problem) {
      super(problem.toString());
      this.problem = problem;
    }

    Problem problem() {
      return problem;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int read = read(one, 0, 1);
    return read < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read;
    try {
      read = super.read(bytes, offset, length);
    } catch (IOException e) {
      throw new UnreadableException(Problem.of("cannot be read: %s", Problems.words(e)));
    }
    done += Math.max(0, read);
    if (done > size || (read < 0 && done < size)) {
      throw new UnreadableException(
          Problem.of("changed while it was read (expected: a file that nobody writes to)"));
    }
    progress.accept(done);
    return read;
  }
}
