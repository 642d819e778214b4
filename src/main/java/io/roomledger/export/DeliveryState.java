package io.roomledger.export;

import java.time.Instant;
import java.util.Optional;

/**
 * How a delivery fares.
 *
 * @param id its number
 * @param target where to
 * @param status where it stands
 * @param attempts how often it was tried
 * @param reason why it failed, or why it waits for another try; empty if there is nothing to say
 * @param place where it lies or who got it, once it is delivered
 * @param deliveredAt when that was
 * @param nextAt when it is tried again, if it waits for that
 */
public record DeliveryState(
    long id,
    ExportOrder.Delivery target,
    Status status,
    int attempts,
    String reason,
    String place,
    Optional<Instant> deliveredAt,
    Optional<Instant> nextAt) {

  DeliveryState next(Optional<Instant> at) {
    return new DeliveryState(id, target, status, attempts, reason, place, deliveredAt, at);
  }

  /** Where a delivery stands. */
  public enum Status {
    /** Under way, or between two tries. */
    WAITING,
    /** It is there. */
    DELIVERED,
    /** Given up; the reason says why. */
    FAILED
  }
}
