package io.roomledger.console;

import io.roomledger.base.RefusedException;
import io.roomledger.export.DeliveryState;
import io.roomledger.export.ExportJob;
import io.roomledger.export.ExportLink;
import io.roomledger.export.ExportOrder.Delivery;
import io.roomledger.export.ExportProofs;
import io.roomledger.http.Answer;
import io.roomledger.http.Endpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** An export: what is in its file, whether it is whole, who has it, and where it is brought. */
final class ExportProofPages {
  /** Where links to files are answered. */
  private static final String LINKED = "/ledger/v1/files/";

  private static final int EVENTS = 50;

  private final Gate gate;
  private final Pages pages;
  private final Console.Doors doors;
  private final ExportTitles titles;

  ExportProofPages(Gate gate, Pages pages, Console.Doors doors, ExportTitles titles) {
    this.gate = gate;
    this.pages = pages;
    this.doors = doors;
    this.titles = titles;
  }

  /**
   * All of one export.
   *
   * @param view the export
   * @param handed how it is handed out
   * @param events what happened to it, the newest first
   * @param names the names of who did it, by what events call them
   * @param until when its file is deleted, if it is there and not kept for ever
   * @param trouble why what was just tried did not work
   */
  record Whole(
      ExportView view,
      Handed handed,
      List<ExportProofs.Event> events,
      Map<String, String> names,
      Optional<Instant> until,
      Optional<Trouble> trouble) {
    /** What is wrong with a field. */
    String wrong(String field) {
      return trouble.filter(it -> it.field().equals(field)).map(Trouble::text).orElse("");
    }
  }

  /**
   * How it is handed out.
   *
   * @param links that open the file, for its owner
   * @param made the address of a link made just now
   * @param deliveries where it is brought
   */
  record Handed(List<ExportLink> links, Optional<String> made, List<DeliveryState> deliveries) {
    /** What a delivery is to, in words. */
    static String target(Visit visit, DeliveryState state) {
      return switch (state.target()) {
        case Delivery.Mail(List<String> to) -> visit.say("deliver.mail", String.join(", ", to));
        case Delivery.Webhook(String id) -> visit.say("deliver.webhook", id);
        case Delivery.Folder(String path) -> visit.say("deliver.folder", path);
        case Delivery.Bucket(String prefix) -> visit.say("deliver.bucket", prefix);
      };
    }

    /** Whether it can be tried now. */
    static boolean retriable(DeliveryState state) {
      boolean mail = state.target() instanceof Delivery.Mail;
      return state.status() == DeliveryState.Status.FAILED
          || (state.status() == DeliveryState.Status.WAITING && !mail);
    }
  }

  List<Endpoint> endpoints() {
    return List.of(
        gate.page("/exports/{id}", visit -> page(visit, Optional.empty(), Optional.empty())),
        gate.page("/exports/{id}/manifest", this::manifest),
        gate.post("/exports/{id}/verify", this::verify),
        gate.post("/exports/{id}/links", this::link),
        gate.post("/exports/{id}/links/{link}/end", this::endLink),
        gate.post("/exports/{id}/mail", this::mail),
        gate.post("/exports/{id}/deliveries/{delivery}/retry", this::retry),
        gate.page("/exports/{id}/delete", this::sureToDelete),
        gate.post("/exports/{id}/delete", this::delete));
  }

  /** All of an export but where it stands, as a part of its page. */
  String more(Visit visit, long id) {
    return pages.text(visit, "exportMore", whole(visit, id, Optional.empty(), Optional.empty()));
  }

  private Answer page(Visit visit, Optional<String> made, Optional<Trouble> trouble) {
    Whole whole = whole(visit, visit.number("id"), made, trouble);
    return pages.page(trouble.isPresent() ? 400 : 200, visit, "export", whole);
  }

  private Whole whole(Visit visit, long id, Optional<String> made, Optional<Trouble> trouble) {
    ExportJob job = doors.exports().get(visit.caller(), id);
    ExportView view = titles.views(visit, List.of(job)).getFirst();
    Console.Handing handing = doors.exporting().handing();
    List<ExportLink> links = view.mine() ? handing.links().list(visit.caller(), id) : List.of();
    List<ExportProofs.Event> events = handing.proofs().events(visit.caller(), id, EVENTS);
    return new Whole(
        view,
        new Handed(
            links.stream().filter(link -> link.use().endedAt().isEmpty()).toList(),
            made,
            handing.deliveries().list(visit.caller(), id)),
        events,
        titles.people(events.stream().map(ExportProofs.Event::actor).toList()),
        until(job),
        trouble);
  }

  private Optional<Instant> until(ExportJob job) {
    Duration keep = job.order().handling().keep().orElse(doors.exporting().places().keep());
    return job.result().isEmpty() || job.expiredAt().isPresent() || keep.isZero()
        ? Optional.empty()
        : job.finishedAt().map(at -> at.plus(keep));
  }

  private Answer manifest(Visit visit) {
    long id = visit.number("id");
    ExportView view =
        titles.views(visit, List.of(doors.exports().get(visit.caller(), id))).getFirst();
    long from =
        visit.asked("from").filter(it -> it.matches("[0-9]{1,7}")).map(Long::valueOf).orElse(0L);
    ManifestView manifest =
        ManifestView.of(view, doors.exporting().handing().proofs().read(visit.caller(), id), from);
    return pages.page(visit, visit.partial() ? "manifestEntries" : "manifest", manifest);
  }

  /** Reads the whole file, which may take a while: the page shows that it goes on. */
  private Answer verify(Visit visit) {
    long id = visit.number("id");
    ExportProofs.Verdict verdict = doors.exporting().handing().proofs().verify(visit.caller(), id);
    if (visit.partial()) {
      return pages.page(visit, "verdict", verdict);
    }
    return pages.page(visit, "verdictPage", verdict);
  }

  private Answer link(Visit visit) {
    long id = visit.number("id");
    Duration life =
        Stream.of("1", "7", "30")
            .filter(visit.field("days")::equals)
            .map(days -> Duration.ofDays(Long.parseLong(days)))
            .findFirst()
            .orElse(Duration.ofDays(1));
    ExportLink.Made made = doors.exporting().handing().links().make(visit.caller(), id, life);
    String address = visit.call().origin() + LINKED + made.ticket();
    return page(visit, Optional.of(address), Optional.empty());
  }

  private Answer endLink(Visit visit) {
    doors
        .exporting()
        .handing()
        .links()
        .end(visit.caller(), visit.number("id"), visit.number("link"));
    return Pages.redirect(visit, "/exports/" + visit.number("id") + "?said=linkEnded");
  }

  private Answer mail(Visit visit) {
    long id = visit.number("id");
    List<String> to =
        Stream.of(visit.field("mail").split("[\\s,;，；]+", -1))
            .filter(address -> !address.isEmpty())
            .toList();
    try {
      doors.exporting().handing().deliveries().bring(visit.caller(), id, new Delivery.Mail(to));
      return Pages.redirect(visit, "/exports/" + id + "?said=mailed");
    } catch (RefusedException refused) {
      return page(visit, Optional.empty(), Optional.of(Trouble.of(visit, refused.refusal())));
    }
  }

  private Answer retry(Visit visit) {
    long id = visit.number("id");
    DeliveryState _ =
        doors
            .exporting()
            .handing()
            .deliveries()
            .retry(visit.caller(), id, visit.number("delivery"));
    return Pages.redirect(visit, "/exports/" + id + "?said=retried");
  }

  private Answer sureToDelete(Visit visit) {
    ExportView view =
        titles
            .views(visit, List.of(doors.exports().get(visit.caller(), visit.number("id"))))
            .getFirst();
    return pages.page(
        visit,
        "sure",
        new Sure(
            visit.say("sure.delete"),
            visit.say("sure.deleteText", view.job().order().handedOutName()),
            view.address() + "/delete",
            visit.say("export.delete"),
            view.address()));
  }

  private Answer delete(Visit visit) {
    doors.exporting().handing().past().delete(visit.caller(), visit.number("id"));
    return Pages.redirect(visit, "/exports/" + visit.number("id") + "?said=deleted");
  }
}
