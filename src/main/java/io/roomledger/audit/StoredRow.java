package io.roomledger.audit;

import java.time.Instant;

/** A row as it lies in the table: details as JSON, hashes as hexadecimal digits. */
record StoredRow(
    long id,
    Instant at,
    String organisation,
    String actor,
    String address,
    String action,
    String subject,
    String details,
    String prevHash,
    String hash) {

  static StoredRow of(AuditRow row, String prevHash) {
    return new StoredRow(
        row.id(),
        row.at(),
        row.organisation(),
        row.actor(),
        row.address(),
        row.action(),
        row.subject(),
        Details.toJson(row.details()),
        prevHash,
        Seal.of(row, prevHash));
  }

  /**
   * What it says.
   *
   * @throws IllegalArgumentException if its details are not what is ever written
   */
  AuditRow row() {
    return new AuditRow(
        id, at, organisation, actor, address, action, subject, Details.fromJson(details));
  }
}
