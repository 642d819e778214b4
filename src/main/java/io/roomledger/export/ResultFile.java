package io.roomledger.export;

import io.roomledger.base.Content;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.job.Job;
import io.roomledger.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The file of an export, as it is handed out. */
final class ResultFile {
  private ResultFile() {}

  /**
   * The file.
   *
   * @throws RefusedException a conflict, while it is not there or not any more; unavailable, if the
   *     store has lost it
   */
  static Exports.ExportFile of(ObjectStore store, StoredExport export, Job job) {
    if (export.result().isEmpty()) {
      String why = job.reason().isEmpty() ? "" : ": " + job.reason();
      String state = job.status().ended() ? "has no file, it was not done" : "is not done yet";
      throw new RefusedException(new Refusal.Conflict("export " + job.id() + " " + state + why));
    }
    if (export.expiredAt().isPresent()) {
      throw new RefusedException(
          new Refusal.Conflict(
              "export " + job.id() + " has expired: its file was deleted; order it again"));
    }
    ExportJob.Result result = export.result().get();
    try {
      Content content =
          store
              .find(result.key())
              .map(ObjectStore.StoredObject::content)
              .orElseThrow(() ->
                  new RefusedException(
                      new Refusal.Unavailable(
                          "the file of export " + job.id() + " is gone; order it again")));
      return new Exports.ExportFile(
          export.order().handedOutName(),
          result.mediaType(),
          export.doneAt().orElseThrow(),
          content,
          result.sha256());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
