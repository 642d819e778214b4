package io.roomledger.intake.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.roomledger.chat.ChatIntake;
import io.roomledger.fuzz.TemporaryFile;
import io.roomledger.intake.Archive;
import io.roomledger.intake.ArchiveLimits;
import io.roomledger.intake.Intake;
import io.roomledger.intake.Problem;
import java.io.IOException;

/** An import of an archive without files: for those that read messages and nothing else. */
public final class EmptyImport {
  private EmptyImport() {}

  /** The archive. */
  public static Archive archive() {
    try {
      return Archive.open(
          TemporaryFile.of("nothing.zip", "PK\5\6".concat("\0".repeat(18)).getBytes(UTF_8)),
          new ArchiveLimits(1_000, 1 << 20, 4 << 20, 200));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Its import. */
  public static ChatImport run(Archive archive) {
    Intake nobody =
        new Intake() {
          @Override
          public void progress(long done, long total, String what) {}

          @Override
          public void skipped(String file, long line, Problem problem) {}
        };
    return new ChatImport(
        new io.roomledger.identity.Caller.Operator("fuzz"), chat(), nobody, archive, 1);
  }

  /** Where nothing is kept. */
  @SuppressWarnings("NullAway") // without a file in the archive nobody asks it for anything
  public static ChatIntake chat() {
    return new ChatIntake(null, null, null);
  }
}
