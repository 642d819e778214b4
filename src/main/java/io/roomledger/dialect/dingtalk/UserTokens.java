package io.roomledger.dialect.dingtalk;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Tokens;

/**
 * Tells the tokens of people from those of apps: once they have expired, the vendor calls them by
 * another code.
 */
final class UserTokens {
  /** How the tokens begin that are given to an app in a person's name. */
  static final String PREFIX = "ut-";

  private UserTokens() {}

  /** Who calls with that token. */
  static Caller caller(Tokens tokens, String token, String address) {
    try {
      return tokens.caller(token, address);
    } catch (RefusedException refused) {
      boolean expired =
          refused.refusal().equals(new Refusal.Unauthenticated(Refusal.Credential.EXPIRED));
      if (expired && token.startsWith(PREFIX)) {
        throw new FailureException(Failure.USER_TOKEN_EXPIRED);
      }
      throw refused;
    }
  }
}
