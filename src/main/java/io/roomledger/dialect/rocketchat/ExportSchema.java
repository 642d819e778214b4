package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What the current servers ask of the body of an export: it must match one of two closed objects,
 * and the faults of both are told.
 */
final class ExportSchema {
  private static final String JOINT = "\n ";
  private static final String NEITHER = "must match exactly one schema in oneOf";

  private static final Schema FILE =
      Schema.ANY
          .need("rid", Schema::string)
          .need("type", Schema.oneOf("file"))
          .need("format", Schema.oneOf("html", "json"))
          .may("dateFrom", Schema::date)
          .may("dateTo", Schema::date)
          .closed();

  private static final Schema EMAIL =
      Schema.ANY
          .need("rid", Schema::string)
          .need("type", Schema.oneOf("email"))
          .may("toUsers", value -> Schema.strings(value, true, 0))
          .may("toEmails", value -> Schema.strings(value, true, 0))
          .may("additionalEmails", Schema::string)
          .may("subject", Schema::string)
          .need("messages", value -> Schema.strings(value, false, 1))
          .closed();

  private ExportSchema() {}

  /** What is wrong with the body, if it matches neither object. */
  static Optional<String> fault(JsonNode body) {
    Optional<String> file = FILE.fault(body);
    Optional<String> email = EMAIL.fault(body);
    return file.isPresent() && email.isPresent()
        ? Optional.of(file.get() + JOINT + email.get() + JOINT + NEITHER)
        : Optional.empty();
  }
}
