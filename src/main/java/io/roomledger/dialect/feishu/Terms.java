package io.roomledger.dialect.feishu;

import java.util.List;

/**
 * On which terms an address is open.
 *
 * @param bearer whose tokens it takes
 * @param tier how often an app may call it
 * @param scopes what the token must carry one of; none for what is open to every token
 */
record Terms(Bearer bearer, Tier tier, List<String> scopes) {
  /** Whose tokens. */
  enum Bearer {
    /** {@code tenant_access_token}: 99991668 for a person's. */
    TENANT,
    /** {@code user_access_token}: 99991663 for an app's. */
    USER,
    BOTH
  }

  Terms {
    scopes = List.copyOf(scopes);
  }

  /** Open to apps only. */
  static Terms tenant(Tier tier, String... scopes) {
    return new Terms(Bearer.TENANT, tier, List.of(scopes));
  }

  /** Open to people only. */
  static Terms user(Tier tier, String... scopes) {
    return new Terms(Bearer.USER, tier, List.of(scopes));
  }

  /** Open to apps and people. */
  static Terms both(Tier tier, String... scopes) {
    return new Terms(Bearer.BOTH, tier, List.of(scopes));
  }
}
