package io.roomledger.booking;

import io.roomledger.audit.Audit;
import io.roomledger.db.Database;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Apps;
import io.roomledger.job.Jobs;
import java.time.Clock;

/**
 * What the doors of events stand in.
 *
 * @param database where they are kept
 * @param jobs by which rooms are reserved
 * @param audit where acts are told
 * @param accounts who can be asked to come
 * @param apps whose events there are too
 * @param clock what time it is
 */
public record EventHouse(
    Database database, Jobs jobs, Audit audit, Accounts accounts, Apps apps, Clock clock) {}
