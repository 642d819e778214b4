// docs/ledger-api.md#schedules-and-webhooks
package io.roomledger.dialect.ledger;

import io.roomledger.delivery.Webhook;
import io.roomledger.delivery.Webhooks;
import java.time.Instant;
import java.util.List;

/** Addresses of other programs that are told of exports. */
final class WebhookPages {
  private static final String TAG = "Webhooks";
  private static final String ONE = "/webhooks/{webhook}";

  private final Webhooks webhooks;

  WebhookPages(Webhooks webhooks) {
    this.webhooks = webhooks;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/webhooks", TAG, "The webhooks of the organisation.")
            .needs(Gate.WEBHOOKS)
            .gives(WebhookList.class, this::list),
        Route.post("/webhooks", TAG, "Registers an address that is called when exports are done.")
            .needs(Gate.WEBHOOKS)
            .takes(WebhookWish.class)
            .refuses(409)
            .gives(201, "It is registered.", NewWebhook.class, this::add),
        Route.post(ONE + "/test", TAG, "Calls it once, now, and says what came of it.")
            .needs(Gate.WEBHOOKS)
            .gives(TrialView.class, this::test),
        Route.delete(ONE, TAG, "Deletes it; deliveries to it that wait fail.")
            .needs(Gate.WEBHOOKS)
            .givesNothing(
                "It is deleted.", ask -> webhooks.delete(ask.caller(), ask.need("webhook"))));
  }

  /** What is to be called. */
  record WebhookWish(
      @Means(value = "Its name for people.", most = 100) String name,
      @Means("The address, http or https.") String url) {}

  /** A webhook that was registered just now. */
  record NewWebhook(
      WebhookView webhook,
      @Means("By which its receiver knows the calls; told only now.") String secret) {}

  /** Webhooks. */
  record WebhookList(@Means("The oldest first.") List<WebhookView> webhooks) {}

  /** A webhook. */
  record WebhookView(
      @Means("What orders call it.") String id,
      String name,
      String url,
      @Means("Who registered it.") String owner,
      Instant createdAt) {
    static WebhookView of(Webhook webhook) {
      return new WebhookView(
          webhook.id(), webhook.name(), webhook.url(), webhook.owner(), webhook.createdAt());
    }
  }

  /** What came of a trial call. */
  record TrialView(
      @Means("Whether it was answered as it should be.") boolean accepted,
      @Means("What came back, in words.") String said) {}

  private WebhookList list(Ask ask) {
    return new WebhookList(webhooks.list(ask.caller()).stream().map(WebhookView::of).toList());
  }

  private NewWebhook add(Ask ask) {
    WebhookWish wish = ask.body(WebhookWish.class);
    Webhook.Registered made = webhooks.add(ask.caller(), wish.name(), wish.url());
    ask.tell("Cache-Control", "no-store");
    return new NewWebhook(WebhookView.of(made.webhook()), made.secret());
  }

  private TrialView test(Ask ask) {
    Webhook.Trial trial = webhooks.test(ask.caller(), ask.need("webhook"));
    return new TrialView(trial.accepted(), trial.said());
  }
}
