package io.roomledger;

import io.roomledger.db.Database;
import io.roomledger.db.Outage;
import io.roomledger.http.Call;
import io.roomledger.http.Health;
import io.roomledger.http.Watch;
import io.roomledger.job.Jobs;
import io.roomledger.store.ObjectStore;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The part of the machine for those who keep it running, as {@link Wiring} is whole. */
final class KeepingWiring implements Watch {
  private static final Logger LOG = LoggerFactory.getLogger(KeepingWiring.class);

  private final Health health;

  KeepingWiring(Database database, Jobs jobs, ObjectStore store) {
    health =
        new Health(
            List.of(
                new Health.Check("database", database::ready),
                new Health.Check("tables", database::current),
                new Health.Check("store", () -> writable(store)),
                new Health.Check("jobs", jobs::running)));
  }

  private static boolean writable(ObjectStore store) {
    try {
      store.tryOut();
      return true;
    } catch (IOException e) {
      LOG.warn("the store cannot be written, so the server is not ready: {}", e.getMessage());
      return false;
    }
  }

  /** What tells how it is. */
  Health health() {
    return health;
  }

  @Override
  public boolean passing(Throwable fault) {
    return Outage.caused(fault);
  }

  @Override
  public Seen begins(Call call, String site, String template) {
    return NOBODY.begins(call, site, template);
  }
}
