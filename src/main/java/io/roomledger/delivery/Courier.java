package io.roomledger.delivery;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.export.Deliveries;
import io.roomledger.export.ExportJob;
import io.roomledger.export.ExportOrder.Delivery;
import io.roomledger.job.Job;
import io.roomledger.job.Retry;
import io.roomledger.job.Worker;
import io.roomledger.mail.Letter;
import io.roomledger.mail.Outbox;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Brings one file to one place for each job, and tries again for about a day if it cannot. */
public final class Courier implements Worker {
  /** Half a minute, then twice as long each time, then every four hours. */
  private static final Retry PATIENCE = new Retry(15, Duration.ofSeconds(30));

  /** The receiver is gone and says that it does not come back. */
  private static final int GONE = 410;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Deliveries deliveries;
  private final Webhooks webhooks;
  private final Outbox outbox;
  private final Links links;
  private final Places places;

  /** Makes a link by which the file is fetched without a log-in. */
  public interface Links {
    /** A link to that export's file, in the name of its owner. */
    Link make(Deliveries.Due due);
  }

  /**
   * A link.
   *
   * @param address the whole address
   * @param expiresAt when it ends
   */
  public record Link(String address, Instant expiresAt) {}

  /** Where files themselves are brought to. */
  public record Places(FolderPlace folder, BucketPlace bucket) {}

  public Courier(
      Deliveries deliveries, Webhooks webhooks, Outbox outbox, Links links, Places places) {
    this.deliveries = deliveries;
    this.webhooks = webhooks;
    this.outbox = outbox;
    this.links = links;
    this.places = places;
  }

  @Override
  public String kind() {
    return Deliveries.KIND;
  }

  @Override
  public Retry retry(Retry usual) {
    return PATIENCE;
  }

  @Override
  public void run(Run run) throws IOException {
    Optional<Deliveries.Due> due = deliveries.due(run.id());
    if (due.isEmpty()) {
      run.finish(false, handle -> {});
      return;
    }
    try {
      bring(run, due.get());
    } catch (IOException e) {
      deliveries.triedInVain(run.id(), String.valueOf(e.getMessage()));
      throw e;
    }
  }

  private void bring(Run run, Deliveries.Due due) throws IOException {
    switch (due.target()) {
      case Delivery.Mail(List<String> to) -> {
        Letter letter = letter(due, to);
        run.finish(
            false,
            handle ->
                delivered(
                    run,
                    handle,
                    due,
                    String.join(", ", to),
                    Optional.of(outbox.post(handle, letter))));
      }
      case Delivery.Webhook(String id) -> finish(run, due, tell(due, id));
      case Delivery.Folder(String path) -> finish(run, due, places.folder().put(run, due, path));
      case Delivery.Bucket(String prefix) ->
          finish(run, due, places.bucket().put(run, due, prefix));
    }
  }

  private void finish(Run run, Deliveries.Due due, String place) {
    run.finish(false, handle -> delivered(run, handle, due, place, Optional.empty()));
  }

  private void delivered(
      Run run, Handle handle, Deliveries.Due due, String place, Optional<Long> letter) {
    deliveries.delivered(handle, due, new Deliveries.Brought(place, letter));
    handle.afterCommit(() -> run.tell(word(due.target()), 1));
  }

  private static String word(Delivery target) {
    return target.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  @Override
  public void gaveUp(Handle transaction, Job job) {
    deliveries.gaveUp(transaction, job);
  }

  private String tell(Deliveries.Due due, String id) throws IOException {
    int status =
        webhooks.call(
            due.export().organisation(), id, "export_" + due.id(), told(due, links.make(due)));
    if (status == GONE) {
      throw new RefusedException(new Refusal.Conflict("answered 410: it is gone for good"));
    }
    if (!Webhooks.accepted(status)) {
      String more = status >= 300 && status < 400 ? "; redirects are not followed" : "";
      throw new IOException("answered " + status + more);
    }
    return "webhook " + id;
  }

  /** What a webhook is told of an export. */
  private static ObjectNode told(Deliveries.Due due, Link link) {
    ExportJob export = due.export();
    ExportJob.Result result = export.result().orElseThrow();
    ObjectNode told = JSON.createObjectNode();
    told.put("type", "export.done");
    told.put("timestamp", due.file().doneAt().toString());
    told.putObject("data")
        .put("export", Long.toString(export.id()))
        .put("recipe", export.order().recipe())
        .put("status", export.job().status().name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .put("fileName", due.file().name())
        .put("mediaType", result.mediaType())
        .put("size", result.size())
        .put("sha256", result.sha256())
        .put("rows", result.rows())
        .put("gaps", result.gaps())
        .put("link", link.address())
        .put("linkExpiresAt", link.expiresAt().toString());
    return told;
  }

  private Letter letter(Deliveries.Due due, List<String> to) {
    Link link = links.make(due);
    ExportJob.Result result = due.export().result().orElseThrow();
    String until = link.expiresAt().toString().substring(0, 16).replace('T', ' ') + " UTC";
    String missing = result.gaps() == 0 ? "" : ", " + result.gaps() + " missing";
    String facts = result.rows() + " rows" + missing + ", " + result.size() + " bytes";
    String text =
        """
        %s is ready: %s.

        %s

        Whoever has this link can fetch the file until %s.
        SHA-256 %s
        """
            .formatted(due.file().name(), facts, link.address(), until, result.sha256());
    String html =
        """
        <p><strong>%s</strong> is ready: %s.</p>
        <p><a href="%s">Fetch the file</a></p>
        <p>Whoever has this link can fetch the file until %s.<br>SHA-256 %s</p>
        """
            .formatted(
                escaped(due.file().name()), facts, escaped(link.address()), until, result.sha256());
    return new Letter(to, Optional.empty(), due.file().name() + " is ready", html, text);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
