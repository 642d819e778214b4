package io.roomledger.console;

import io.roomledger.base.Page;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.http.Answer;
import io.roomledger.http.Endpoint;
import io.roomledger.http.EventStream;
import io.roomledger.intake.desk.Bringing;
import io.roomledger.intake.desk.BroughtFile;
import io.roomledger.intake.desk.ImportOrder;
import io.roomledger.intake.desk.Imports;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What people bring: dropped files, what is inside them, how their import gets on, past ones. */
final class ImportPages {
  private static final int ON_A_PAGE = 20;
  private static final int MOST_REFUSED = 500;

  /** What a browser sends at once; a wire that breaks costs at most this. */
  static final int CHUNK = 8 << 20;

  private static final Duration LOOK = Duration.ofMillis(400);

  /** Browsers come back by themselves, so that no stream lives for ever. */
  private static final int MOST_LOOKS = 600;

  private final Gate gate;
  private final Pages pages;
  private final Imports imports;
  private final Bringing bringing;

  ImportPages(Gate gate, Pages pages, Imports imports) {
    this.gate = gate;
    this.pages = pages;
    this.imports = imports;
    this.bringing = new Bringing(imports);
  }

  /**
   * The page.
   *
   * @param open what is brought and not taken in yet
   * @param past what was taken in, the newest first
   * @param next where the next page begins
   * @param sampled whether the sample is there
   * @param first whether the person has just begun with this server
   * @param largest how many bytes a file may have
   */
  record Desk(
      Optional<ImportView> open,
      List<ImportView> past,
      Optional<String> next,
      boolean sampled,
      boolean first,
      long largest) {}

  List<Endpoint> endpoints() {
    return List.of(
        gate.page("/imports", this::desk),
        gate.page("/imports/brought", this::brought),
        gate.post("/imports/files", this::announce),
        gate.post("/imports/take", this::take),
        gate.post("/imports/sample", this::sample),
        gate.page("/imports/{id}", this::show),
        gate.page("/imports/{id}/live", this::live),
        gate.post("/imports/{id}/cancel", this::cancel),
        gate.post("/imports/{id}/again", this::again),
        gate.post("/imports/{id}/files/{file}/remove", this::remove),
        gate.streamed("/imports/{id}/files/{file}", this::append));
  }

  private Answer desk(Visit visit) {
    Page<ImportOrder> page = imports.list(visit.caller(), visit.asked("after"), ON_A_PAGE);
    Desk desk =
        new Desk(
            imports.open(visit.caller()).map(ImportPages::view),
            page.items().stream().map(ImportPages::view).toList(),
            page.next(),
            imports.sampled(visit.caller()),
            visit.asked("first").isPresent(),
            imports.maxSize());
    return pages.page(visit, visit.partial() ? "importRows" : "imports", desk);
  }

  private static ImportView view(ImportOrder order) {
    return new ImportView(order, List.of());
  }

  /** What is brought so far, as a part of the page. */
  private Answer brought(Visit visit) {
    return imports
        .open(visit.caller())
        .map(order -> pages.page(visit, "brought", view(order)))
        .orElseGet(() -> Answer.text(200, "text/html; charset=utf-8", ""))
        .with("Cache-Control", "no-store");
  }

  /** A script asks here where it may send a file, and from which byte on. */
  private Answer announce(Visit visit) {
    Bringing.Announced announced =
        bringing.announce(
            visit.caller(),
            new Bringing.Announcement(
                visit.field("name"), size(visit.field("size")), modified(visit.field("modified"))),
            visit.manners().zone());
    String at = "/imports/" + announced.id() + "/files/" + announced.file().number();
    return Answer.text(200, "text/plain; charset=utf-8", announced.file().received() + "")
        .with("Location", at)
        .with("Chunk-Size", Integer.toString(CHUNK))
        .with("Cache-Control", "no-store");
  }

  private static long size(String text) {
    if (!text.matches("[0-9]{1,18}")) {
      throw new RefusedException(new Refusal.Invalid("size", text, "a number of bytes"));
    }
    return Long.parseLong(text);
  }

  private static Optional<Instant> modified(String millis) {
    try {
      return millis.matches("[0-9]{1,14}")
          ? Optional.of(Instant.ofEpochMilli(Long.parseLong(millis)))
          : Optional.empty();
    } catch (DateTimeException none) {
      return Optional.empty();
    }
  }

  private Answer append(Visit visit) throws IOException {
    long offset = size(visit.asked("offset").orElse(""));
    try (InputStream bytes = visit.call().stream(CHUNK)) {
      BroughtFile file =
          bringing.append(visit.caller(), visit.number("id"), file(visit), offset, bytes);
      return Answer.text(200, "text/plain; charset=utf-8", file.received() + "")
          .with("Cache-Control", "no-store");
    }
  }

  private static int file(Visit visit) {
    long number = visit.number("file");
    if (number < 1 || number > 100_000) {
      throw new RefusedException(new Refusal.NotFound(Refusal.Thing.FILE, number + ""));
    }
    return (int) number;
  }

  private Answer remove(Visit visit) throws IOException {
    bringing.remove(visit.caller(), visit.number("id"), file(visit));
    return Pages.redirect(visit, "/imports");
  }

  private Answer take(Visit visit) {
    return Pages.redirect(visit, "/imports/" + imports.take(visit.caller()));
  }

  private Answer sample(Visit visit) {
    return Pages.redirect(visit, "/imports/" + imports.sample(visit.caller()));
  }

  private Answer show(Visit visit) {
    ImportView view = one(visit);
    return view.order().open()
        ? Pages.redirect(visit, "/imports")
        : pages.page(visit, "import", view);
  }

  private ImportView one(Visit visit) {
    long id = visit.number("id");
    ImportOrder order = imports.get(visit.caller(), id);
    return new ImportView(order, imports.refused(visit.caller(), id, MOST_REFUSED));
  }

  private Answer cancel(Visit visit) throws IOException {
    ImportOrder order = imports.get(visit.caller(), visit.number("id"));
    imports.cancel(visit.caller(), order.id());
    return Pages.redirect(
        visit,
        order.open() ? "/imports?said=dropped" : "/imports/" + order.id() + "?said=cancelled");
  }

  private Answer again(Visit visit) {
    imports.again(visit.caller(), visit.number("id"));
    return Pages.redirect(visit, "/imports/" + visit.number("id"));
  }

  /** How an import gets on, told whenever it changes, until it has ended. */
  private Answer live(Visit visit) {
    imports.get(visit.caller(), visit.number("id"));
    return Answer.events(stream -> tell(stream, visit));
  }

  private void tell(EventStream stream, Visit visit) throws InterruptedException {
    String told = "";
    for (int looks = 0; looks < MOST_LOOKS && gate.holds(visit); looks++) {
      ImportView view = one(visit);
      String text = pages.text(visit, "importState", view);
      if (!text.equals(told)) {
        stream.send("import", text);
        stream.send("row", pages.text(visit, "importRow", view));
        told = text;
      }
      if (view.ended()) {
        stream.send("end", "");
        return;
      }
      if (!stream.pause(LOOK)) {
        return;
      }
    }
  }
}
