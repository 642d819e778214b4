package io.roomledger.intake.desk;

import io.roomledger.base.RefusedException;
import io.roomledger.identity.Account;
import io.roomledger.identity.Caller;
import io.roomledger.intake.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Takes batches in, and writes down what came of each. */
record Taking(
    Imports.House house,
    BroughtFiles files,
    Map<BroughtKind, Importer> importers,
    ImportRows.Row row,
    Telling telling) {

  /** The word for what could not be taken in. */
  private static final String REFUSED = "refused";

  /** Takes one in; one that is of no use is written down as that, and the next may come. */
  void take(Caller.Operator operator, Account person, ImportWorker.Batch batch, Bench bench)
      throws IOException {
    BroughtFile first = batch.files().getFirst();
    Importer importer = importers.get(batch.kind());
    if (importer == null) {
      failed(first, Problem.of("there is no recording of the same name beside it"));
      return;
    }
    long size = batch.files().stream().mapToLong(BroughtFile::size).sum();
    Telling.OfFile intake = telling.of(first.number(), size);
    try {
      Path path = lay(batch, bench);
      Map<String, Long> came =
          new LinkedHashMap<>(
              importer.run(new Importer.Brought(operator, person, path, row.zone()), intake));
      came.put(REFUSED, intake.refused());
      came(batch, came);
    } catch (RefusedException refused) {
      failed(first, Problem.text(refused.refusal().message()));
    }
    telling.passed(size);
  }

  private Path lay(ImportWorker.Batch batch, Bench bench) throws IOException {
    if (batch.kind() != BroughtKind.FILM) {
      return bench.lay(batch.files().getFirst(), content(batch.files().getFirst()));
    }
    try (Bench films = new Bench()) {
      // a folder of its own, so that what is said lies under the name of its film
      Path folder = Files.createDirectory(bench.folder().resolve("film-" + number(batch)));
      for (BroughtFile file : batch.files()) {
        Path laid = films.lay(file, content(file));
        Files.move(laid, folder.resolve(laid.getFileName()));
      }
      return folder;
    }
  }

  private static int number(ImportWorker.Batch batch) {
    return batch.files().getFirst().number();
  }

  private io.roomledger.base.Content content(BroughtFile file) throws IOException {
    return files.open(row.id(), file.number());
  }

  private void came(ImportWorker.Batch batch, Map<String, Long> outcome) {
    house
        .database()
        .jdbi()
        .useTransaction(transaction -> {
          Map<String, Long> own = outcome;
          for (BroughtFile file : batch.files()) {
            ImportRows.came(transaction, row.id(), file.number(), own);
            own = Map.of();
          }
        });
  }

  private void failed(BroughtFile file, Problem problem) {
    house
        .database()
        .jdbi()
        .useTransaction(
            transaction -> ImportRows.failed(transaction, row.id(), file.number(), problem));
  }
}
