package io.roomledger.retention;

/**
 * For what a rule stands.
 *
 * @param scope what it is
 * @param id its id; empty for the organisation
 * @param name what it was called when the rule was set; empty for the organisation
 */
public record Target(Scope scope, String id, String name) {
  /** The whole organisation. */
  static final Target ALL = new Target(Scope.ORGANISATION, "", "");

  /** Its name in the audit log. */
  String key() {
    return id.isEmpty() ? scope.key() : scope.key() + ":" + id;
  }
}
