package io.roomledger.console;

import io.roomledger.base.RefusedException;
import io.roomledger.delivery.Webhook;
import io.roomledger.delivery.Webhooks;
import io.roomledger.export.Deliveries;
import io.roomledger.http.Answer;
import io.roomledger.http.Endpoint;
import java.util.List;
import java.util.Optional;

/** Addresses of other programs that are told of exports. */
final class WebhookPages {
  private static final int TOLD = 5;

  private final Gate gate;
  private final Pages pages;
  private final Console.Doors doors;
  private final Webhooks webhooks;

  WebhookPages(Gate gate, Pages pages, Console.Doors doors) {
    this.gate = gate;
    this.pages = pages;
    this.doors = doors;
    this.webhooks = doors.exporting().webhooks();
  }

  /**
   * The webhooks of the organisation.
   *
   * @param made the one made just now, with its secret, which is shown only now
   * @param tried what came of a trial just now
   * @param trouble why one could not be added
   * @param name what was typed as its name
   * @param url what was typed as its address
   */
  record Listing(
      List<Row> rows,
      Optional<Webhook.Registered> made,
      Optional<Tried> tried,
      Optional<Trouble> trouble,
      String name,
      String url) {
    static Listing of(List<Row> rows) {
      return new Listing(rows, Optional.empty(), Optional.empty(), Optional.empty(), "", "");
    }
  }

  /** A webhook and what it was told last. */
  record Row(Webhook webhook, List<Deliveries.Told> told) {}

  /** What came of a trial. */
  record Tried(String id, Webhook.Trial trial) {}

  List<Endpoint> endpoints() {
    return List.of(
        gate.page("/webhooks", visit -> pages.page(visit, "webhooks", Listing.of(rows(visit)))),
        gate.post("/webhooks", this::add),
        gate.post("/webhooks/{id}/test", this::test),
        gate.page("/webhooks/{id}/delete", this::sureToDelete),
        gate.post("/webhooks/{id}/delete", this::delete));
  }

  private List<Row> rows(Visit visit) {
    Deliveries deliveries = doors.exporting().handing().deliveries();
    return webhooks.list(visit.caller()).stream()
        .map(hook -> new Row(hook, deliveries.toWebhook(visit.caller(), hook.id(), TOLD)))
        .toList();
  }

  private Answer add(Visit visit) {
    String name = visit.field("name");
    String url = visit.field("url");
    try {
      Webhook.Registered made = webhooks.add(visit.caller(), name, url);
      return pages.page(
          visit,
          "webhooks",
          new Listing(rows(visit), Optional.of(made), Optional.empty(), Optional.empty(), "", ""));
    } catch (RefusedException refused) {
      Trouble trouble = Trouble.of(visit, refused.refusal());
      Listing again =
          new Listing(
              rows(visit), Optional.empty(), Optional.empty(), Optional.of(trouble), name, url);
      return pages.page(Problem.of(visit, refused.refusal()).status(), visit, "webhooks", again);
    }
  }

  private Answer test(Visit visit) {
    String id = visit.call().pathParameter("id");
    Tried tried = new Tried(id, webhooks.test(visit.caller(), id));
    return pages.page(
        visit,
        "webhooks",
        new Listing(rows(visit), Optional.empty(), Optional.of(tried), Optional.empty(), "", ""));
  }

  private Answer sureToDelete(Visit visit) {
    String id = visit.call().pathParameter("id");
    Webhook hook =
        webhooks.list(visit.caller()).stream()
            .filter(it -> it.id().equals(id))
            .findFirst()
            .orElseThrow(() -> Visit.nothingAt(id));
    return pages.page(
        visit,
        "sure",
        new Sure(
            visit.say("sure.webhook"),
            visit.say("sure.webhookText", hook.name()),
            "/webhooks/" + id + "/delete",
            visit.say("webhook.delete"),
            "/webhooks"));
  }

  private Answer delete(Visit visit) {
    webhooks.delete(visit.caller(), visit.call().pathParameter("id"));
    return Pages.redirect(visit, "/webhooks?said=webhookDeleted");
  }
}
