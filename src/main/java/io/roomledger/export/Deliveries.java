package io.roomledger.export;

import io.roomledger.base.Ids;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.export.ExportOrder.Delivery;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Permissions;
import io.roomledger.job.Job;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The door of deliveries: where the files of exports are brought to, and how each delivery fares.
 * They are ordered in the transaction that ends an export; whoever brings them asks here what is to
 * be brought, and says here what came of it.
 */
public final class Deliveries {
  /** The kind of the jobs that bring. */
  public static final String KIND = "delivery";

  private final Exports.House house;
  private final Exports exports;

  public Deliveries(Exports.House house, Exports exports) {
    this.house = house;
    this.exports = exports;
  }

  /**
   * What is to be brought.
   *
   * @param id the number of the delivery and of its job
   * @param target where to
   * @param export what was exported
   * @param owner who ordered it, with the rights they have now
   * @param file its bytes, as they are handed out
   */
  public record Due(
      long id, Delivery target, ExportJob export, Caller owner, Exports.ExportFile file) {}

  /**
   * What came of it.
   *
   * @param place where it lies or who got it
   * @param letter the letter that tells of it, if it is a mail
   */
  public record Brought(String place, Optional<Long> letter) {}

  /** Orders the deliveries of an export, in the transaction that ends it. */
  static void order(Handle transaction, Exports.House house, StoredExport export) {
    for (Delivery target : export.order().handling().deliveries()) {
      long _ = order(transaction, house, export.id(), target);
    }
  }

  private static long order(Handle transaction, Exports.House house, long export, Delivery target) {
    long id = Ids.growing(house.clock().instant());
    boolean brief = target instanceof Delivery.Mail || target instanceof Delivery.Webhook;
    // one that waits for another try must not keep others of the same owner from being tried
    house.jobs().order(transaction, KIND, id, brief ? "" : KIND + " " + id);
    DeliveryRows.insert(transaction, id, export, target);
    return id;
  }

  /**
   * Has the file of an export that is done brought to one more place, or once more to the same.
   *
   * @throws RefusedException not found, as {@link Exports#get}; forbidden to anybody but the owner;
   *     a conflict, while there is no file; else as an order that wants this
   */
  public void bring(Caller caller, long export, Delivery target) {
    ExportJob job = exports.get(caller, export);
    if (!caller.key().equals(job.owner())) {
      throw new RefusedException(new Refusal.Forbidden(Refusal.Right.RELATION, "owner"));
    }
    if (job.result().isEmpty() || job.expiredAt().isPresent()) {
      throw new RefusedException(new Refusal.Conflict("export " + export + " has no file"));
    }
    ExportOrder wanted = wanting(job.order(), target);
    HandlingCheck.deliveries(wanted.handling());
    authorise(house, caller, wanted);
    house
        .database()
        .jdbi()
        .useTransaction(transaction -> {
          long _ = order(transaction, house, export, target);
          Map<String, String> details = Map.of("target", HandlingJson.json(target).toString());
          house
              .audit()
              .append(transaction, caller, "export.delivery-ordered", subject(export), details);
        });
  }

  /**
   * The newest deliveries to a webhook, those of everybody.
   *
   * @throws RefusedException forbidden, unless the caller may manage exports
   */
  public List<Told> toWebhook(Caller caller, String webhook, int limit) {
    caller.needPermission(Permissions.MANAGE_EXPORTS);
    return house
        .database()
        .jdbi()
        .withHandle(
            handle -> DeliveryRows.toWebhook(handle, caller.organisation(), webhook, limit));
  }

  /** A delivery, and of which export. */
  public record Told(long export, DeliveryState state) {}

  /**
   * How the deliveries of an export fare, in the order they were ordered in.
   *
   * @throws RefusedException not found, as {@link Exports#get}
   */
  public List<DeliveryState> list(Caller caller, long export) {
    ExportJob _ = exports.get(caller, export);
    return house.database().jdbi().inTransaction(handle -> states(handle, export));
  }

  private List<DeliveryState> states(Handle handle, long export) {
    return DeliveryRows.of(handle, export).stream()
        .map(state -> state.next(house.jobs().due(handle, state.id())))
        .toList();
  }

  /**
   * Tries a delivery again: one that waits for its next try now, one that was given up once more
   * from the beginning, as a delivery of its own. Audited.
   *
   * @return the one that is tried now
   * @throws RefusedException not found, as {@link Exports#get}, or if the export has no such
   *     delivery; conflict, if it is there already, under way, or the file of the export is gone;
   *     forbidden, if the caller could not order it now
   */
  public DeliveryState retry(Caller caller, long export, long delivery) {
    ExportJob of = exports.get(caller, export);
    return house
        .database()
        .jdbi()
        .inTransaction(transaction -> {
          DeliveryState state = state(transaction, export, delivery);
          authorise(house, caller, wanting(of.order(), state.target()));
          long now = retried(transaction, of, state);
          house
              .audit()
              .append(
                  transaction,
                  caller,
                  "export.delivery-retried",
                  subject(export),
                  Map.of("target", HandlingJson.json(state.target()).toString()));
          return state(transaction, export, now);
        });
  }

  private long retried(Handle transaction, ExportJob export, DeliveryState state) {
    if (export.result().isEmpty() || export.expiredAt().isPresent()) {
      throw new RefusedException(new Refusal.Conflict("the file of the export is gone"));
    }
    if (state.status() == DeliveryState.Status.FAILED) {
      return order(transaction, house, export.id(), state.target());
    }
    if (state.status() == DeliveryState.Status.DELIVERED || state.nextAt().isEmpty()) {
      boolean there = state.status() == DeliveryState.Status.DELIVERED;
      throw new RefusedException(
          new Refusal.Conflict("the delivery is " + (there ? "there already" : "under way")));
    }
    house.jobs().hasten(transaction, state.id());
    return state.id();
  }

  private static ExportOrder wanting(ExportOrder order, Delivery target) {
    ExportOrder.Encryption encryption = order.handling().encryption();
    return order.with(new ExportOrder.Handling(encryption, List.of(target), Optional.empty()));
  }

  private DeliveryState state(Handle handle, long export, long delivery) {
    return states(handle, export).stream()
        .filter(each -> each.id() == delivery)
        .findFirst()
        .orElseThrow(() ->
            new RefusedException(
                new Refusal.NotFound(
                    Refusal.Thing.EXPORT, "with a delivery of the number " + delivery)));
  }

  /**
   * What is to be brought by the job of that number; nothing, if it was brought already.
   *
   * @throws RefusedException conflict, if the owner is no longer active or the file has expired;
   *     unavailable, if it is lost
   */
  public Optional<Due> due(long id) {
    Optional<DeliveryRows.Waiting> waiting =
        house.database().jdbi().withHandle(handle -> DeliveryRows.waiting(handle, id));
    return waiting.map(delivery -> exports.due(id, delivery));
  }

  /** Says that it was brought, in the transaction that ends its job, with an audit row. */
  public void delivered(Handle transaction, Due due, Brought brought) {
    DeliveryRows.delivered(transaction, due.id(), brought, house.clock().instant());
    Map<String, String> details =
        Map.of(
            "target", HandlingJson.json(due.target()).toString(),
            "place", brought.place());
    house
        .audit()
        .append(transaction, due.owner(), "export.delivered", subject(due.export().id()), details);
  }

  /** Says why a try was in vain. */
  public void triedInVain(long id, String reason) {
    house
        .database()
        .jdbi()
        .useHandle(handle -> DeliveryRows.triedInVain(handle, id, shortened(reason)));
  }

  /** Says that it was given up, in the transaction that ends its job, with an audit row. */
  public void gaveUp(Handle transaction, Job job) {
    Optional<Long> export = DeliveryRows.failed(transaction, job.id(), shortened(job.reason()));
    export
        .flatMap(id -> new ExportRows().find(transaction, id))
        .ifPresent(of ->
            house
                .audit()
                .append(
                    transaction,
                    new Caller.Operator(of.owner().organisation()),
                    "export.delivery-failed",
                    subject(of.id()),
                    Map.of("reason", shortened(job.reason()), "owner", of.owner().key())));
  }

  /**
   * Refuses deliveries to places of the server, unless the caller may manage exports, as what lies
   * there is seen by others than the owner; and those to webhooks that the organisation has not.
   */
  static void authorise(Exports.House house, Caller caller, ExportOrder order) {
    for (Delivery target : order.handling().deliveries()) {
      if (target instanceof Delivery.Webhook(String id) && !known(house, caller, id)) {
        throw new RefusedException(new Refusal.NotFound(Refusal.Thing.WEBHOOK, id));
      }
    }
    boolean shared =
        order.handling().deliveries().stream()
            .anyMatch(to -> to instanceof Delivery.Folder || to instanceof Delivery.Bucket);
    if (shared && !ExportRights.manages(caller)) {
      throw new RefusedException(
          new Refusal.Forbidden(Refusal.Right.PERMISSION, Permissions.MANAGE_EXPORTS));
    }
  }

  private static boolean known(Exports.House house, Caller caller, String webhook) {
    return house
        .database()
        .jdbi()
        .withHandle(handle -> DeliveryRows.hasWebhook(handle, caller.organisation(), webhook));
  }

  private static String subject(long export) {
    return "export:" + export;
  }

  private static String shortened(String reason) {
    String line = reason.replaceAll("[\\p{Cntrl}\\p{Cs}]+", " ");
    return line.length() > 500 ? line.substring(0, 500) + "..." : line;
  }
}
