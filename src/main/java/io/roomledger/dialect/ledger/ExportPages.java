// docs/ledger-api.md#exports
package io.roomledger.dialect.ledger;

import io.roomledger.base.Page;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.export.ExportJob;
import io.roomledger.export.ExportQuery;
import io.roomledger.export.ExportStatus;
import io.roomledger.export.Exports;
import io.roomledger.export.ManifestSignature;
import io.roomledger.export.PastExports;
import io.roomledger.http.Answer;
import io.roomledger.identity.Tokens;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Orders exports, tells how they stand, and hands out their files. */
final class ExportPages {
  static final String TAG = "Exports";
  static final String ONE = "/exports/{export}";
  static final List<String> FILES = List.of("*/*");
  private static final int USUAL = 50;

  private final Exports exports;
  private final PastExports past;
  private final ExportEvents events;

  ExportPages(Exports exports, PastExports past, Tokens tokens) {
    this.exports = exports;
    this.past = past;
    this.events = new ExportEvents(exports, tokens);
  }

  List<Route> routes() {
    return List.of(
        Route.get("/exports/recipes", TAG, "What can be ordered.")
            .needs(Gate.EXPORTS_READ)
            .gives(RecipeList.class, ask -> recipes()),
        Route.post("/exports", TAG, "Orders an export. It is durable once this answers.")
            .needs(Gate.EXPORTS_WRITE)
            .takes(ExportWish.class)
            .refuses(404, 409)
            .gives(201, "It is ordered.", ExportView.class, this::order),
        Route.get(
                "/exports",
                TAG,
                "The caller's exports, the newest first; everybody's for who manages exports.")
            .needs(Gate.EXPORTS_READ)
            .withPeriod("Ordered")
            .with(
                Param.query("status", Shape.oneOf(ExportStatus.class), "Where they stand."),
                Param.query("recipe", Shape.text(), "What kind of file."),
                Param.query("orderedBy", Shape.text(), "Who ordered them."),
                Param.after(),
                Param.limit(USUAL, Exports.MOST_LISTED))
            .gives(ExportPage.class, this::page),
        Route.get(ONE, TAG, "One export: how far it is, how fast, and its result.")
            .needs(Gate.EXPORTS_READ)
            .gives(ExportView.class, ask -> ExportView.of(exports.get(ask.caller(), id(ask)))),
        Route.get(
                ONE + "/events",
                TAG,
                "How an export goes on, as server-sent events: progress, and end with its last"
                    + " state. The data of each is the export.")
            .needs(Gate.EXPORTS_READ)
            .with(Param.header("Last-Event-ID", Shape.text(), "The last event that was heard."))
            .gives(
                List.of(
                    new Route.Outcome(
                        200, "Events.", List.of("text/event-stream"), Optional.empty()),
                    Route.Outcome.bare(204, "Its last state was heard; do not come again.")),
                ask -> events.answer(ask, id(ask))),
        Route.post(ONE + "/cancel", TAG, "Cancels an export that has not ended.")
            .needs(Gate.EXPORTS_WRITE)
            .gives(ExportView.class, this::cancel),
        Route.post(
                ONE + "/retry", TAG, "Orders the same again: what failed, was cancelled, expired.")
            .needs(Gate.EXPORTS_WRITE)
            .refuses(409)
            .gives(201, "It is ordered.", ExportView.class, this::again),
        Route.get(ONE + "/file", TAG, "Its file, by ranges. Only its owner may.")
            .needs(Gate.EXPORTS_READ)
            .refuses(409)
            .givesFileOrPlace("The file.", FILES, ask -> send(exports.open(ask.caller(), id(ask)))),
        Route.get(ONE + "/manifest", TAG, "The manifest in its file, byte by byte as signed.")
            .needs(Gate.EXPORTS_READ)
            .refuses(409)
            .gives(
                List.of(
                    new Route.Outcome(
                        200, "The manifest.", List.of(Route.JSON), Optional.of(new Shape.Any()))),
                ask -> Answer.bytes(200, Route.JSON, past.manifest(ask.caller(), id(ask)))),
        Route.get("/signing-key", TAG, "The public key of the signatures of manifests.")
            .gives(KeyView.class, ask -> key()));
  }

  /** What can be ordered. */
  record RecipeList(@Means("The names of the kinds of file.") List<String> recipes) {}

  /** A page of exports. */
  record ExportPage(
      @Means("The newest first.") List<ExportView> exports,
      @Means("The key of the next page.") Optional<String> next) {}

  /** A public key. */
  record KeyView(
      @Means("Ed25519.") String algorithm,
      @Means("The key as PEM (RFC 7468).") String pem,
      @Means("Its fingerprint, as verify prints it.") String fingerprint) {}

  private RecipeList recipes() {
    return new RecipeList(exports.recipes().stream().sorted().toList());
  }

  private KeyView key() {
    PublicKey key = exports.signingKey();
    return new KeyView("Ed25519", ManifestSignature.pem(key), ManifestSignature.fingerprint(key));
  }

  private ExportView order(Ask ask) {
    ExportWish wish = ask.body(ExportWish.class);
    ExportJob job = exports.order(ask.caller(), wish.order(exports.usualName(wish.recipe())));
    return located(ask, job);
  }

  private ExportView again(Ask ask) {
    return located(ask, past.again(ask.caller(), id(ask)));
  }

  private static ExportView located(Ask ask, ExportJob job) {
    ask.tell("Location", ask.call().origin() + Route.ROOT + "/exports/" + job.id());
    return ExportView.of(job);
  }

  private ExportPage page(Ask ask) {
    Page<ExportJob> page =
        exports.list(
            ask.caller(),
            new ExportQuery(
                ask.choice("status", ExportStatus.class),
                ask.text("recipe"),
                ask.text("orderedBy"),
                ask.period(),
                ask.text("after"),
                ask.limit()));
    return new ExportPage(page.items().stream().map(ExportView::of).toList(), page.next());
  }

  private ExportView cancel(Ask ask) {
    exports.cancel(ask.caller(), id(ask));
    return ExportView.of(exports.get(ask.caller(), id(ask)));
  }

  /** The number of an export in the path; what is none names nothing. */
  static long id(Ask ask) {
    return number(ask.need("export"), Refusal.Thing.EXPORT);
  }

  static long number(String text, Refusal.Thing thing) {
    if (!text.matches("[0-9]{1,18}|[1-8][0-9]{18}")) {
      throw new RefusedException(new Refusal.NotFound(thing, "of that number"));
    }
    return Long.parseLong(text);
  }

  /** The file, which a browser saves and never shows. */
  static Answer send(Exports.ExportFile file) {
    String name = URLEncoder.encode(file.name(), StandardCharsets.UTF_8).replace("+", "%20");
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", file.mediaType());
    headers.put("Content-Disposition", "attachment; filename*=UTF-8''" + name);
    headers.put("Cache-Control", "private, no-cache");
    headers.put("Content-Security-Policy", "default-src 'none'; sandbox");
    return new Answer(
        200, headers, new Answer.Body.File(file.content(), file.doneAt(), file.sha256(), true));
  }
}
