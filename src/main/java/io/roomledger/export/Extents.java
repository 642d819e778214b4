package io.roomledger.export;

import io.roomledger.base.RefusedException;
import io.roomledger.identity.Caller;
import java.sql.SQLException;
import java.time.Duration;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/** The door at which somebody who is still choosing asks how much an order would give. */
public final class Extents {
  /** What is not counted by then is not worth the wait. */
  private static final Duration PATIENCE = Duration.ofMillis(400);

  private static final String CANCELLED = "57014";

  private final Exports.House house;
  private final Exports exports;

  public Extents(Exports.House house, Exports exports) {
    this.house = house;
    this.exports = exports;
  }

  /**
   * How much that order would give now. Orders nothing, and leaves no row in the audit log if it is
   * refused: whoever chooses tries.
   *
   * @throws RefusedException as {@link Exports#order}
   */
  public Extent of(Caller caller, ExportOrder wanted) {
    OrderDesk desk = exports.desk();
    ExportOrder order = desk.settled(caller, wanted);
    Deliveries.authorise(house, caller, order);
    desk.authorise(caller, order);
    RecordSource<?> source = desk.source(order.recipe());
    try (Handle handle = house.database().jdbi().open()) {
      handle.setReadOnly(true);
      return handle.inTransaction(transaction -> {
        transaction.execute("SET LOCAL statement_timeout = " + PATIENCE.toMillis());
        return source.extent(transaction, order);
      });
    } catch (JdbiException e) {
      if (e.getCause() instanceof SQLException slow && CANCELLED.equals(slow.getSQLState())) {
        return Extent.UNKNOWN;
      }
      throw e;
    }
  }
}
