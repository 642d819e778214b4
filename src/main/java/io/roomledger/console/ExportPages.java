package io.roomledger.console;

import io.roomledger.base.Page;
import io.roomledger.base.RefusedException;
import io.roomledger.export.ExportJob;
import io.roomledger.export.Exports;
import io.roomledger.http.Answer;
import io.roomledger.http.Endpoint;
import io.roomledger.http.EventStream;
import io.roomledger.identity.Permissions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Exports: all of them, one of them, its file, and how those under way get on. */
final class ExportPages {
  private static final int ON_A_PAGE = 30;
  private static final int MOST_WATCHED = 50;
  private static final Duration LOOK = Duration.ofMillis(500);

  /** Browsers come back by themselves, so that no stream lives for ever. */
  private static final int MOST_LOOKS = 600;

  private final Gate gate;
  private final Pages pages;
  private final Console.Doors doors;
  private final Exports exports;
  private final ExportTitles titles;
  private final ExportProofPages proofs;

  ExportPages(
      Gate gate, Pages pages, Console.Doors doors, ExportTitles titles, ExportProofPages proofs) {
    this.proofs = proofs;
    this.gate = gate;
    this.pages = pages;
    this.doors = doors;
    this.exports = doors.exports();
    this.titles = titles;
  }

  /**
   * A page of exports.
   *
   * @param rows the newest first
   * @param next the address of the next page, if there is one
   * @param filter which were asked for
   * @param everybody whether those of others are among them
   */
  record Listing(
      List<ExportView> rows, Optional<String> next, ExportFilter filter, boolean everybody) {
    /** What the page listens to, if something is under way. */
    Optional<String> live() {
      return watching(rows);
    }
  }

  /** The address that tells how those of {@code rows} get on that are under way. */
  static Optional<String> watching(List<ExportView> rows) {
    String ids =
        rows.stream()
            .filter(row -> !row.ended())
            .limit(MOST_WATCHED)
            .map(row -> "id=" + row.id())
            .collect(Collectors.joining("&"));
    return ids.isEmpty() ? Optional.empty() : Optional.of("/exports/live?" + ids);
  }

  List<Endpoint> endpoints() {
    return List.of(
        gate.page("/exports", this::list),
        gate.page("/exports/live", this::live),
        gate.page("/exports/{id}/file", this::file),
        gate.page("/exports/{id}/cancel", this::sureToCancel),
        gate.post("/exports/{id}/cancel", this::cancel),
        gate.post("/exports/{id}/again", this::again));
  }

  private Answer list(Visit visit) {
    ExportFilter filter = ExportFilter.asked(visit);
    Page<ExportJob> page = exports.list(visit.caller(), filter.query(visit, doors, ON_A_PAGE));
    List<ExportView> rows = titles.views(visit, page.items());
    boolean everybody = visit.may(Permissions.MANAGE_EXPORTS);
    Listing listing = new Listing(rows, page.next().map(filter::address), filter, everybody);
    return pages.page(visit, visit.partial() ? "exportRows" : "exports", listing);
  }

  private ExportView one(Visit visit, long id) {
    return titles.views(visit, List.of(exports.get(visit.caller(), id))).getFirst();
  }

  private Answer file(Visit visit) {
    Exports.ExportFile file = exports.open(visit.caller(), visit.number("id"));
    return new Answer(
        200,
        Map.of(
            "Content-Type",
            file.mediaType(),
            "Content-Disposition",
            attachment(file.name()),
            "Cache-Control",
            "private, no-store"),
        new Answer.Body.File(file.content(), file.doneAt(), "e" + visit.number("id"), true));
  }

  /** The header by which a browser saves a file under its name, whatever is in that. */
  static String attachment(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9._ -]", "_");
    String whole = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + whole;
  }

  private Answer sureToCancel(Visit visit) {
    ExportView view = one(visit, visit.number("id"));
    return pages.page(
        visit,
        "sure",
        new Sure(
            visit.say("sure.cancel"),
            visit.say("sure.cancelText", view.what()),
            view.address() + "/cancel",
            visit.say("export.cancel"),
            view.address()));
  }

  private Answer cancel(Visit visit) {
    exports.cancel(visit.caller(), visit.number("id"));
    return Pages.redirect(visit, "/exports/" + visit.number("id") + "?said=cancelled");
  }

  private Answer again(Visit visit) {
    ExportJob old = exports.get(visit.caller(), visit.number("id"));
    ExportJob ordered = exports.order(visit.caller(), old.order());
    return Pages.redirect(visit, "/exports/" + ordered.id() + "?said=ordered");
  }

  /** How some exports get on, told whenever it changes, until all have ended. */
  private Answer live(Visit visit) {
    List<Long> ids =
        visit.call().queries("id").stream()
            .filter(id -> id.matches("[0-9]{1,18}|[0-9]{19}"))
            .limit(MOST_WATCHED)
            .map(Long::valueOf)
            .toList();
    boolean whole = visit.asked("whole").isPresent();
    return Answer.events(stream -> tell(stream, visit, ids, whole));
  }

  private void tell(EventStream stream, Visit visit, List<Long> ids, boolean whole)
      throws InterruptedException {
    String template = whole ? "exportState" : "exportRow";
    Map<Long, String> told = new HashMap<>();
    for (int looks = 0; looks < MOST_LOOKS && gate.holds(visit); looks++) {
      boolean open = false;
      for (long id : ids) {
        Optional<ExportView> found = look(visit, id);
        if (found.isPresent()) {
          open |= !found.get().ended();
          String text = pages.text(visit, template, found.get());
          if (!text.equals(told.put(id, text))) {
            stream.send("export-" + id, text);
          }
        }
      }
      if (!open) {
        if (whole) {
          ids.forEach(id -> stream.send("more-" + id, proofs.more(visit, id)));
        }
        stream.send("end", "");
        return;
      }
      if (!stream.pause(LOOK)) {
        return;
      }
    }
  }

  private Optional<ExportView> look(Visit visit, long id) {
    try {
      return Optional.of(one(visit, id));
    } catch (RefusedException gone) {
      return Optional.empty();
    }
  }
}
