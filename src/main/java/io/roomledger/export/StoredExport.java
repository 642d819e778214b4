package io.roomledger.export;

import io.roomledger.identity.Owner;
import io.roomledger.job.Job;
import java.time.Instant;
import java.util.Optional;

/** A row of the table export. */
record StoredExport(
    long id,
    ExportOrder order,
    Owner owner,
    Instant orderedAt,
    Optional<ExportJob.Result> result,
    Optional<Instant> doneAt,
    Optional<Instant> expiredAt) {

  StoredExport(long id, ExportOrder order, Owner owner, Instant orderedAt) {
    this(id, order, owner, orderedAt, Optional.empty(), Optional.empty(), Optional.empty());
  }

  ExportJob with(Job job) {
    return new ExportJob(job, order, owner.key(), owner.organisation(), result, expiredAt);
  }
}
