package io.roomledger.audit;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A row of the audit log.
 *
 * @param id its number; there are no gaps
 * @param at when, to the microsecond
 * @param organisation in whose data
 * @param actor who, see {@link io.roomledger.identity.Caller#key}
 * @param address where from
 * @param action what, such as {@code export.ordered}
 * @param subject to what, such as {@code chat-room:GENERAL}
 * @param details what else is worth knowing, in the order of the names
 */
public record AuditRow(
    long id,
    Instant at,
    String organisation,
    String actor,
    String address,
    String action,
    String subject,
    Map<String, String> details) {
  public AuditRow {
    details = Collections.unmodifiableMap(new TreeMap<>(details));
  }
}
