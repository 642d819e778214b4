package io.roomledger.export;

import io.roomledger.base.RefusedException;
import io.roomledger.hold.Held;
import io.roomledger.hold.HeldKind;
import io.roomledger.identity.Caller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the files of exports that were kept long enough. First the row says so, in one
 * transaction with the audit row, then the file goes: one that is still there after a crash is
 * swept like any that no export names.
 */
final class ExportExpiry {
  private static final Logger LOG = LoggerFactory.getLogger(ExportExpiry.class);
  private static final int BATCH = 100;

  private final Exports.House house;
  private final ExportRows rows = new ExportRows();

  ExportExpiry(Exports.House house) {
    this.house = house;
  }

  /** Deletes what was kept for {@code keep}, or as ordered, and answers how many that were. */
  int expire(Duration keep) {
    Instant now = house.clock().instant();
    int expired = 0;
    List<StoredExport> batch;
    do {
      batch = house.database().jdbi().withHandle(handle -> rows.kept(handle, now, keep, BATCH));
      for (StoredExport export : batch) {
        expired += expire(export, now) ? 1 : 0;
      }
    } while (batch.size() == BATCH);
    return expired;
  }

  /** Deletes the file of one that is done; nothing happens if it is gone already. */
  void expireEarly(long id) {
    house
        .database()
        .jdbi()
        .withHandle(handle -> rows.find(handle, id))
        .filter(export -> export.result().isPresent() && export.expiredAt().isEmpty())
        .ifPresent(export -> {
          boolean _ = expire(export, house.clock().instant());
        });
  }

  /** The same, because somebody wants it. */
  void delete(Caller caller, long id) {
    house
        .database()
        .jdbi()
        .withHandle(handle -> rows.find(handle, id))
        .filter(export -> export.result().isPresent() && export.expiredAt().isEmpty())
        .ifPresent(export -> {
          boolean _ = gone(export, house.clock().instant(), caller, "export.deleted");
        });
  }

  private boolean expire(StoredExport export, Instant now) {
    Caller server = new Caller.Operator(export.owner().organisation());
    try {
      return gone(export, now, server, "export.expired");
    } catch (RefusedException held) {
      LOG.info("an export is not let go: {}", held.refusal().message());
      return false;
    }
  }

  private boolean gone(StoredExport export, Instant now, Caller by, String action) {
    boolean mine =
        house
            .database()
            .jdbi()
            .inTransaction(transaction -> {
              Held.refuse(transaction, HeldKind.EXPORT, Long.toString(export.id()));
              boolean changed = rows.expired(transaction, export.id(), now);
              if (changed) {
                Map<String, String> details = Map.of("owner", export.owner().key());
                house.audit().append(transaction, by, action, "export:" + export.id(), details);
              }
              return changed;
            });
    if (mine) {
      try {
        house.store().delete(export.result().orElseThrow().key());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return mine;
  }
}
