package io.roomledger.export;

import io.roomledger.base.ContentBlocks;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.identity.Caller;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The door of what can be done with exports that have ended: read their proof, order them anew. */
public final class PastExports {
  /** Longer ones are read out of the file. */
  private static final long LONGEST_MANIFEST = 16L * 1024 * 1024;

  private final Exports exports;

  public PastExports(Exports exports) {
    this.exports = exports;
  }

  /**
   * Orders the same again, as a new export; for one that failed, was cancelled or has expired.
   *
   * @throws RefusedException conflict, while it goes on or while its file is there; forbidden to
   *     anybody but the owner; else as {@link Exports#get} and {@link Exports#order}
   */
  public ExportJob again(Caller caller, long id) {
    ExportJob job = exports.get(caller, id);
    if (!caller.key().equals(job.owner())) {
      throw new RefusedException(new Refusal.Forbidden(Refusal.Right.RELATION, "owner"));
    }
    if (!job.ended() || (job.result().isPresent() && job.expiredAt().isEmpty())) {
      String state = job.ended() ? "is done and has its file" : "has not ended";
      throw new RefusedException(
          new Refusal.Conflict(
              "export " + id + " " + state + " (expected: failed, cancelled or expired)"));
    }
    return exports.order(caller, job.order());
  }

  /**
   * Deletes the file of an export before its time. The export stays listed, as expired. Its owner
   * may, and who may manage exports.
   *
   * @throws RefusedException not found, as {@link Exports#get}; conflict, while it has no file or
   *     is held
   */
  public void delete(Caller caller, long id) {
    ExportJob job = exports.get(caller, id);
    if (job.result().isEmpty() || job.expiredAt().isPresent()) {
      throw new RefusedException(new Refusal.Conflict("export " + id + " has no file"));
    }
    exports.delete(caller, id);
  }

  /**
   * The manifest in the file of an export, as it was signed. Only the owner may, and the operator;
   * audited as a download.
   *
   * @throws RefusedException as {@link Exports#open}; conflict, if the file holds none or it cannot
   *     be read without its key
   */
  public byte[] manifest(Caller caller, long id) {
    Exports.ExportFile file = exports.open(caller, id);
    try (ContentBlocks bytes = new ContentBlocks(file.content())) {
      for (ZipDirectory.Entry entry : new ZipDirectory(bytes).entries()) {
        if (entry.path().equals(Manifest.PATH) && entry.size() <= LONGEST_MANIFEST) {
          return new ZipContent(bytes, entry).bytes();
        }
      }
      throw none(id, "there is none in its file, or a very long one");
    } catch (ZipDirectory.DamagedException noZip) {
      throw none(id, "its file is no package, or encrypted");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RefusedException none(long id, String why) {
    return new RefusedException(
        new Refusal.Conflict("export " + id + " shows no manifest: " + why + "; fetch the file"));
  }
}
