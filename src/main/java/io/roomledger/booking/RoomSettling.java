package io.roomledger.booking;

import io.roomledger.base.Ids;
import io.roomledger.db.Contention;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Owner;
import io.roomledger.job.Job;
import io.roomledger.job.Worker;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Brings the reservations of an event's rooms into line with the event: ordered in the transaction
 * that changed the event, done soon after by a {@link Settlement}.
 */
final class RoomSettling implements Worker {
  static final String KIND = "event.rooms";

  private final EventHouse house;

  RoomSettling(EventHouse house) {
    this.house = house;
  }

  /** What a job is to do. */
  record Task(UUID event, String actor, String organisation, List<String> scopes, String address) {
    Owner owner() {
      return new Owner(actor, organisation, Set.copyOf(scopes), address);
    }
  }

  /** Orders that the rooms of the event or series are settled, in the caller's transaction. */
  void order(Handle handle, Caller caller, UUID event) {
    long job = Ids.growing(house.clock().instant());
    Owner owner = Owner.of(caller);
    handle
        .createUpdate(
            """
            INSERT INTO event_settling (job, event, actor, organisation, scopes, address)
            VALUES (:job, :event, :key, :organisation, :scopeList, :address)
            """)
        .bindMethods(owner)
        .bindArray("scopeList", String.class, owner.scopes())
        .bind("job", job)
        .bind("event", event)
        .execute();
    house.jobs().order(handle, KIND, job);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public void run(Run run) {
    run.finish(
        false,
        handle -> {
          Task task = task(handle, run.id());
          Optional<Caller> by = task.owner().caller(house.accounts(), house.apps());
          settlement(handle, by, task.organisation()).settle(task.event());
        });
  }

  /** The rooms of an event that cannot be settled are not had. */
  @Override
  public void gaveUp(Handle handle, Job job) {
    Task task = task(handle, job.id());
    settlement(handle, Optional.empty(), task.organisation()).giveUp(task.event());
  }

  /**
   * Reserves rooms for series as far ahead as they may be now.
   *
   * @return how many series there are
   */
  int extend() {
    List<EventRow> series = house.database().jdbi().withHandle(EventRows::repeatingWithRooms);
    for (EventRow one : series) {
      Contention.inTransaction(
          house.database().jdbi(),
          handle -> {
            String organisation = EventRows.organisation(handle, one.id());
            Caller server = new Caller.Operator(organisation);
            settlement(handle, Optional.of(server), organisation).settle(one.id());
            return one;
          });
    }
    return series.size();
  }

  private Settlement settlement(Handle handle, Optional<Caller> by, String organisation) {
    return new Settlement(house, handle, by, organisation);
  }

  private static Task task(Handle handle, long job) {
    return handle
        .createQuery(
            """
            SELECT event, actor, organisation, scopes, address
            FROM event_settling WHERE job = :job
            """)
        .bind("job", job)
        .mapTo(Task.class)
        .one();
  }
}
