package io.roomledger.export;

import io.roomledger.audit.Audit;
import io.roomledger.base.Content;
import io.roomledger.base.Ids;
import io.roomledger.base.Page;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Apps;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Owner;
import io.roomledger.identity.Permissions;
import io.roomledger.job.Job;
import io.roomledger.job.JobStatus;
import io.roomledger.job.Jobs;
import io.roomledger.job.Round;
import io.roomledger.job.Worker;
import io.roomledger.mail.Outbox;
import io.roomledger.store.ObjectStore;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * The door of exports. An order is durable once {@link #order} returns: it ends as done, done with
 * gaps, failed or cancelled, across any crash, and its file is there as a whole or not at all.
 *
 * <p>An export belongs to who ordered it. Others of the organisation see it only with the
 * permission {@link Permissions#MANAGE_EXPORTS} and, with a limited token, the scope of that name;
 * nobody but the owner and the operator can open the file.
 */
public final class Exports implements AutoCloseable {
  /** The most exports of one page of {@link #list}. */
  public static final int MOST_LISTED = 200;

  private final House house;
  private final RecipeBook recipes;
  private final OrderDesk desk;
  private final ExportRows rows = new ExportRows();
  private final Passphrases passphrases;
  private final ExportWorker worker;
  private final ExportSweep sweep;
  private final Helping helping;

  /** The collaborators it needs. */
  public record House(
      Database database,
      ObjectStore store,
      Jobs jobs,
      Outbox outbox,
      Audit audit,
      Accounts accounts,
      Apps apps,
      Clock clock) {}

  /**
   * Opens the door.
   *
   * @param publicAddress what links in mails begin with
   */
  public Exports(House house, List<Recipe<?>> recipes, String publicAddress) {
    this(house, recipes, publicAddress, ExportSettings.defaults());
  }

  /** The same, with settings. */
  public Exports(
      House house, List<Recipe<?>> recipes, String publicAddress, ExportSettings settings) {
    this.house = house;
    this.recipes = new RecipeBook(recipes);
    this.desk = new OrderDesk(house, this.recipes, settings.quota());
    this.passphrases = new Passphrases(house.database());
    Splitting splitting = new Splitting(house, settings.split(), publicAddress);
    ExportWorker.Ways ways =
        new ExportWorker.Ways(passphrases, publicAddress, settings.checkpoint(), splitting);
    this.helping = new Helping(house, this.recipes, splitting);
    this.worker = new ExportWorker(house, this.recipes, desk, ways);
    this.sweep = new ExportSweep(house);
  }

  OrderDesk desk() {
    return desk;
  }

  /** The worker that runs them, to be handed to {@link Jobs#start}. */
  public Worker worker() {
    return worker;
  }

  /** The public half of the key that signs every manifest; for everybody. */
  public PublicKey signingKey() {
    return worker.signingKey();
  }

  /** The names of what can be ordered. */
  public Set<String> recipes() {
    return recipes.names();
  }

  /** What a selection for that recipe may say; invalid, if there is no such recipe. */
  public Filters filters(String recipe) {
    return recipes.need(recipe).source().filters();
  }

  /** What the file of an order is called that does not say; of no recipe there is, any name. */
  public String usualName(String recipe) {
    return recipes.find(recipe).map(Recipe::usualName).orElse("export");
  }

  /**
   * Starts to sweep away, now and once a day, files of attempts that were never published, and to
   * help other servers with large ones. Called by the process that runs the worker.
   */
  public void start() {
    sweep.start();
    helping.start();
  }

  /** How many shares of exports this process has made for other servers. */
  public long shares() {
    return helping.made();
  }

  /** Deletes, again and again, the files of exports that were kept long enough. */
  public Round expiry(ExportSettings settings) {
    return new Round(
        "exports.expiry",
        Duration.ofMinutes(10),
        () -> {
          int _ = expire(settings.keep());
        });
  }

  /**
   * Deletes the files of exports that were done longer ago than their order wants them kept, or
   * than {@code keep} if it says nothing, each audited, and answers how many. The exports stay
   * listed, as expired.
   *
   * @param keep zero for ever
   */
  public int expire(Duration keep) {
    return new ExportExpiry(house).expire(keep);
  }

  /** Deletes the file of an export that was done, before its time, with an audit row. */
  public void expireEarly(long id) {
    new ExportExpiry(house).expireEarly(id);
  }

  void delete(Caller caller, long id) {
    new ExportExpiry(house).delete(caller, id);
  }

  /**
   * Takes an order: it, its job and the audit row are one transaction. That the source refuses it
   * is audited too.
   *
   * @throws RefusedException invalid, if there is no such recipe, the selection says what the
   *     source does not know, a text has control characters or is too long, the notice cannot be
   *     sent, or the export that it is since is of another kind, period or selection, is not done,
   *     or was made in another database; not found, if the caller may not see that one; else
   *     whatever the source refuses it with
   */
  public ExportJob order(Caller caller, ExportOrder wanted) {
    ExportOrder order = check(caller, wanted);
    Instant now = house.clock().instant();
    long id = Ids.growing(now);
    return house
        .database()
        .jdbi()
        .inTransaction(transaction -> {
          Owner owner = desk.admitted(transaction, caller);
          house
              .jobs()
              .order(transaction, ExportWorker.KIND, id, owner.organisation() + " " + owner.key());
          rows.insert(transaction, new StoredExport(id, order, owner, now));
          passphrases.keep(transaction, id, order);
          house
              .audit()
              .append(transaction, caller, "export.ordered", "export:" + id, details(order));
          return find(transaction, caller, id);
        });
  }

  /**
   * The order as it would be kept; refuses what {@link #order} would refuse now, orders nothing.
   *
   * @throws RefusedException as {@link #order}
   */
  public ExportOrder check(Caller caller, ExportOrder wanted) {
    ExportOrder order = desk.settled(caller, wanted);
    boolean _ =
        house
            .audit()
            .refusals(
                house.database().jdbi(),
                caller,
                "export.refused",
                "recipe:" + order.recipe(),
                () -> {
                  Deliveries.authorise(house, caller, order);
                  desk.authorise(caller, order);
                  return true;
                });
    return order;
  }

  private static Map<String, String> details(ExportOrder order) {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("recipe", order.recipe());
    details.put("period", order.period().from() + "/" + order.period().to());
    details.put("selection", order.selection().values().toString());
    if (!order.handling().equals(ExportOrder.Handling.PLAIN)) {
      details.put("handling", HandlingJson.written(order.handling()));
    }
    return details;
  }

  /**
   * An export of the caller's own.
   *
   * @throws RefusedException not found, also when it is somebody else's and the caller may not
   *     manage exports
   */
  public ExportJob get(Caller caller, long id) {
    return atOneMoment(handle -> find(handle, caller, id));
  }

  /** Reads an export and its job as they stand together, not one before and one after its end. */
  private <T> T atOneMoment(HandleCallback<T, RuntimeException> reading) {
    return house
        .database()
        .jdbi()
        .inTransaction(TransactionIsolationLevel.REPEATABLE_READ, reading);
  }

  /** Whether mails that tell of files are sent; without a mail server they wait. */
  public boolean mails() {
    return house.outbox().canSend();
  }

  /** How many exports, anybody's, are to be done before that one, as their owners take turns. */
  public long ahead(long id) {
    return house.database().jdbi().withHandle(handle -> house.jobs().ahead(handle, id));
  }

  /**
   * The caller's exports, the newest first; those of the whole organisation for who may manage
   * exports.
   *
   * @param after where the last page ended, see {@link Page#next}
   * @param limit how many at most, 1 to {@link #MOST_LISTED}
   * @throws RefusedException invalid, if {@code after} or {@code limit} is
   */
  public Page<ExportJob> list(Caller caller, Optional<String> after, int limit) {
    return list(caller, ExportQuery.all(after, limit));
  }

  /** The same, of those that a query asks for. */
  public Page<ExportJob> list(Caller caller, ExportQuery query) {
    int limit = query.bounded(MOST_LISTED);
    Optional<String> owner =
        ExportRights.manages(caller) ? Optional.empty() : Optional.of(caller.key());
    return atOneMoment(handle ->
        ExportSearch.page(
            ExportSearch.numbers(handle, caller.organisation(), owner, query),
            limit,
            ids -> rows.find(handle, ids),
            ids -> house.jobs().find(handle, ids)));
  }

  /**
   * Opens the file, and audits that, or that it was refused. Only its owner may, and the operator.
   *
   * @throws RefusedException not found, as {@link #get}; forbidden to who may manage exports and is
   *     not the owner; a conflict while it is not done, or if it failed, was cancelled or has
   *     expired; unavailable if the store has lost the file
   */
  public ExportFile open(Caller caller, long id) {
    return look(caller, id, "export.downloaded");
  }

  ExportFile look(Caller caller, long id, String action) {
    return house
        .audit()
        .refusals(
            house.database().jdbi(),
            caller,
            "export.download-refused",
            "export:" + id,
            () -> opened(caller, id, action));
  }

  private ExportFile opened(Caller caller, long id, String action) {
    return house
        .database()
        .jdbi()
        .inTransaction(transaction -> {
          StoredExport export = seen(transaction, caller, id);
          if (!ExportRights.owns(caller, export)) {
            throw new RefusedException(new Refusal.Forbidden(Refusal.Right.RELATION, "owner"));
          }
          ExportFile file = ResultFile.of(house.store(), export, job(transaction, id));
          house.audit().append(transaction, caller, action, "export:" + id, Map.of());
          return file;
        });
  }

  /**
   * Whether the caller's organisation has an export of that number, whoever ordered it: for the one
   * vendor that tells people so of files of others.
   */
  public boolean knows(Caller caller, long id) {
    return atOneMoment(handle -> rows.find(handle, id))
        .filter(export -> export.owner().organisation().equals(caller.organisation()))
        .isPresent();
  }

  /** What a delivery is to bring, for an owner who still is one. */
  Deliveries.Due due(long id, DeliveryRows.Waiting delivery) {
    return atOneMoment(handle -> {
      StoredExport export =
          rows.find(handle, delivery.export())
              .orElseThrow(() -> ExportRights.notFound(delivery.export()));
      Caller owner =
          export
              .owner()
              .caller(house.accounts(), house.apps())
              .orElseThrow(() ->
                  new RefusedException(new Refusal.Conflict("who ordered it is no longer active")));
      Job job = job(handle, export.id());
      return new Deliveries.Due(
          id,
          delivery.target(),
          export.with(job),
          owner,
          ResultFile.of(house.store(), export, job));
    });
  }

  /**
   * Cancels one that has not ended; nothing happens to one that has. Its owner may, and who may
   * manage exports; for all others there is none, as for {@link #get}.
   */
  public void cancel(Caller caller, long id) {
    house
        .database()
        .jdbi()
        .useTransaction(transaction -> {
          JobStatus status = find(transaction, caller, id).job().status();
          if (!status.ended()) {
            house.jobs().cancel(transaction, id, "cancelled by " + caller.key());
            house.audit().append(transaction, caller, "export.cancel", "export:" + id, Map.of());
          }
        });
  }

  @Override
  public void close() {
    helping.close();
    sweep.close();
  }

  private ExportJob find(Handle handle, Caller caller, long id) {
    return seen(handle, caller, id).with(job(handle, id));
  }

  private StoredExport seen(Handle handle, Caller caller, long id) {
    return rows.find(handle, id)
        .filter(export -> ExportRights.sees(caller, export))
        .orElseThrow(() -> ExportRights.notFound(id));
  }

  private Job job(Handle handle, long id) {
    return house.jobs().find(handle, id).orElseThrow(() -> ExportRights.notFound(id));
  }

  /**
   * A file to hand out.
   *
   * @param name its name for people
   * @param mediaType what it is
   * @param doneAt when it was made
   * @param content its bytes
   * @param sha256 their hash, in hexadecimal digits
   */
  public record ExportFile(
      String name, String mediaType, Instant doneAt, Content content, String sha256) {}
}
