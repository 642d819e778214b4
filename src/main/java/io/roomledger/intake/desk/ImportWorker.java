package io.roomledger.intake.desk;

import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Caller;
import io.roomledger.job.Worker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Takes in what was brought, file by file. What is done another attempt does not do again. */
public final class ImportWorker implements Worker {
  private final Imports.House house;
  private final Imports imports;
  private final Accounts accounts;
  private final Map<BroughtKind, Importer> importers;
  private final Importer sample;
  private final Runnable counted;

  /**
   * A worker.
   *
   * @param importers what takes files in, by their kind; transcripts come with their films
   * @param sample what fills the sample workspace; it needs no file
   * @param counted run when all is taken in, so that it is counted
   */
  public ImportWorker(
      Imports.House house,
      Imports imports,
      Accounts accounts,
      Map<BroughtKind, Importer> importers,
      Importer sample,
      Runnable counted) {
    this.house = house;
    this.imports = imports;
    this.accounts = accounts;
    this.importers = Map.copyOf(importers);
    this.sample = sample;
    this.counted = counted;
  }

  @Override
  public String kind() {
    return Imports.KIND;
  }

  @Override
  public void run(Run run) throws Exception {
    Optional<ImportRows.Row> found =
        house.database().jdbi().withHandle(handle -> ImportRows.ofJob(handle, run.id()));
    if (found.isEmpty()) {
      run.finish(false, handle -> {});
      return;
    }
    ImportRows.Row row = found.get();
    try (Bench bench = new Bench()) {
      Telling telling = new Telling(house.database(), row.id());
      Aside.run(run, telling, () -> takeAll(row, bench, telling));
    }
    // who is told that it is done finds it among what is stored
    counted.run();
    long refused = refused(row.id());
    run.finish(refused > 0, transaction -> ended(transaction, row, refused));
    imports.files().clear(BroughtFiles.folder(row.id()));
  }

  private long refused(long id) {
    return house
        .database()
        .jdbi()
        .withHandle(handle -> ImportRows.find(handle, id).map(ImportRows.Row::refused))
        .orElse(0L);
  }

  private void ended(Handle transaction, ImportRows.Row row, long refused) {
    transaction.execute("UPDATE import_order SET cleared = true WHERE id = ?", row.id());
    house
        .audit()
        .append(
            transaction,
            new Caller.Operator(row.organisation()),
            "import.ended",
            "import:" + row.id(),
            Map.of("account", row.account(), "refused", Long.toString(refused)));
  }

  private void takeAll(ImportRows.Row row, Bench bench, Telling telling) throws IOException {
    Caller.Operator operator = new Caller.Operator(row.organisation());
    Account person = accounts.find(row.account()).orElseThrow();
    if (row.sample()) {
      sample.run(
          new Importer.Brought(operator, person, bench.folder(), row.zone()), telling.of(0, 1));
      return;
    }
    List<BroughtFile> left =
        house.database().jdbi().withHandle(handle -> ImportRows.files(handle, row.id())).stream()
            .filter(file -> file.usable() && file.outcome().isEmpty())
            .toList();
    telling.total(left.stream().mapToLong(BroughtFile::size).sum());
    Taking taking = new Taking(house, imports.files(), importers, row, telling);
    for (Batch batch : Batch.of(left)) {
      taking.take(operator, person, batch, bench);
    }
  }

  /**
   * Files that are taken in together.
   *
   * @param kind what they are
   * @param files the first is the one that answers for all
   */
  record Batch(BroughtKind kind, List<BroughtFile> files) {

    /** Lists of rooms come before the calendars that name them; films go with what is said. */
    static List<Batch> of(List<BroughtFile> files) {
      List<Batch> batches = new ArrayList<>();
      for (BroughtKind kind : BroughtKind.values()) {
        if (kind != BroughtKind.FILM && kind != BroughtKind.TRANSCRIPT) {
          List<BroughtFile> some = some(files, kind);
          int at = kind == BroughtKind.ROOMS ? 0 : batches.size();
          some.forEach(file -> batches.add(at, new Batch(kind, List.of(file))));
        }
      }
      List<BroughtFile> films = new ArrayList<>(some(files, BroughtKind.FILM));
      List<BroughtFile> texts = some(files, BroughtKind.TRANSCRIPT);
      films.forEach(film -> batches.add(new Batch(BroughtKind.FILM, with(film, texts))));
      texts.stream()
          .filter(text -> films.stream().noneMatch(film -> belongs(text, film)))
          .forEach(text -> batches.add(new Batch(BroughtKind.TRANSCRIPT, List.of(text))));
      return batches;
    }

    private static List<BroughtFile> some(List<BroughtFile> files, BroughtKind kind) {
      return files.stream().filter(file -> file.found().orElseThrow().kind() == kind).toList();
    }

    private static List<BroughtFile> with(BroughtFile film, List<BroughtFile> texts) {
      List<BroughtFile> all = new ArrayList<>(List.of(film));
      texts.stream().filter(text -> belongs(text, film)).forEach(all::add);
      return all;
    }

    private static boolean belongs(BroughtFile text, BroughtFile film) {
      return Bench.stem(text.name()).equals(Bench.stem(film.name()));
    }
  }
}
