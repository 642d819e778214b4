package io.roomledger.identity;

import java.util.Optional;
import java.util.Set;

/** What came of asking for tokens by a code or a refresh token. */
public sealed interface GrantOutcome {
  /**
   * Tokens.
   *
   * @param access to call with
   * @param refresh to get the next ones with, once; not if the app may only act while the person is
   *     there
   * @param scopes what the access token carries
   */
  record Given(Tokens.Issued access, Optional<Tokens.Issued> refresh, Set<String> scopes)
      implements GrantOutcome {
    public Given {
      scopes = Set.copyOf(scopes);
    }
  }

  /**
   * None.
   *
   * @param why what is wrong
   */
  record Denied(Why why) implements GrantOutcome {}

  /** Why there are no tokens. */
  enum Why {
    /** There is no such code or refresh token. */
    UNKNOWN,
    /** It was given to another app. */
    OTHER_APP,
    /** It was used before; everything that came from it has ended now. */
    USED,
    /** Its family has ended. */
    REVOKED,
    /** Its time is over. */
    EXPIRED,
    /** The address is not the one that the code was sent to. */
    REDIRECT,
    /** The verifier does not answer the challenge, or only one of the two was sent. */
    VERIFIER,
    /** More is asked for than was granted. */
    SCOPES,
    /** The person may not log in any more. */
    PERSON
  }
}
