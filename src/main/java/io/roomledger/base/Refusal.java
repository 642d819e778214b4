package io.roomledger.base;

import java.time.Duration;

/**
 * Why the core says no. Every dialect spells each of these in its vendor's words, so a new refusal
 * does not compile until all of them do.
 */
public sealed interface Refusal {

  /** What went wrong and how to put it right, in one English sentence without secrets. */
  String message();

  /**
   * Something that was named is not there, or the caller may not know that it is.
   *
   * @param what the core's word for it, such as {@code chat room} or {@code conference}
   * @param id the id that was asked for
   */
  record NotFound(Thing what, String id) implements Refusal {
    @Override
    public String message() {
      return what.words() + " " + id + ": not found (expected: an existing " + what.words() + ")";
    }
  }

  /**
   * The caller is known, and may not do this.
   *
   * @param what the right that is missing: a scope, a permission or a relation such as {@code
   *     member}
   * @param kind what sort of right it is
   */
  record Forbidden(Right kind, String what) implements Refusal {
    @Override
    public String message() {
      return "not allowed: the caller lacks the "
          + kind.name().toLowerCase(java.util.Locale.ROOT)
          + " "
          + what;
    }
  }

  /**
   * The caller could not be told.
   *
   * @param why what is wrong with the credentials
   */
  record Unauthenticated(Credential why) implements Refusal {
    @Override
    public String message() {
      return switch (why) {
        case MISSING -> "no token was sent (expected: a token in the header of this API)";
        case UNKNOWN -> "the token is not known (expected: a token that this server issued)";
        case EXPIRED -> "the token has expired (expected: a new one)";
        case WRONG_SECRET -> "name and secret do not belong together";
        case ONE_TIME ->
            "the password is for one time (expected: another, which is set at the console's"
                + " log-in)";
        case SECOND_FACTOR ->
            "a second factor is needed (expected: the code of the authenticator too, which is set"
                + " up in the console)";
      };
    }
  }

  /**
   * A value cannot be used.
   *
   * @param field the name of the field in the caller's own words
   * @param value the value as it came, shortened
   * @param expected what would have been right
   */
  record Invalid(String field, String value, String expected) implements Refusal {
    @Override
    public String message() {
      return field + ": " + value + " (expected: " + expected + ")";
    }
  }

  /**
   * The act contradicts what is stored.
   *
   * @param what the contradiction in words
   */
  record Conflict(String what) implements Refusal {
    @Override
    public String message() {
      return what;
    }
  }

  /**
   * Too many calls.
   *
   * @param limit how many are allowed in the window
   * @param window the window
   * @param retryAfter how long to wait
   */
  record Throttled(long limit, Duration window, Duration retryAfter) implements Refusal {
    @Override
    public String message() {
      return "too many calls: "
          + limit
          + " are allowed in "
          + window.toSeconds()
          + " s; wait "
          + Math.max(1, retryAfter.toSeconds())
          + " s";
    }
  }

  /**
   * More than this server takes in one piece.
   *
   * @param what what is too large
   * @param limit the largest size in bytes
   */
  record TooLarge(String what, long limit) implements Refusal {
    @Override
    public String message() {
      return what + ": too large (expected: at most " + limit + " bytes)";
    }
  }

  /**
   * This cannot be done here or not now, through no fault of the caller.
   *
   * @param what what is missing and how to get it
   */
  record Unavailable(String what) implements Refusal {
    @Override
    public String message() {
      return what;
    }
  }

  /** The things that can be asked for by id. */
  enum Thing {
    ACCOUNT("account"),
    APP("app"),
    DEPARTMENT("department"),
    CHAT_ROOM("chat room"),
    MESSAGE("message"),
    FILE("file"),
    ROOM_LEVEL("room level"),
    MEETING_ROOM("meeting room"),
    RESERVATION("reservation"),
    CALENDAR("calendar"),
    EVENT("event"),
    ATTENDEE("attendee"),
    CONFERENCE("conference"),
    SCHEDULE("planned conference"),
    RECORDING("recording"),
    UPLOAD("upload"),
    HOLD("hold"),
    RETENTION_RULE("retention rule"),
    EXPORT("export"),
    WEBHOOK("webhook"),
    EXPORT_SCHEDULE("schedule"),
    LINK("link"),
    TOKEN("token"),
    ENDPOINT("endpoint");

    private final String words;

    Thing(String words) {
      this.words = words;
    }

    /** The word for people. */
    public String words() {
      return words;
    }
  }

  /** What sort of right is missing. */
  enum Right {
    /** A scope of the app or token. */
    SCOPE,
    /** A permission of the account's roles. */
    PERMISSION,
    /** A relation between the caller and the thing: member, owner, host. */
    RELATION,
    /** The thing belongs to another organisation. */
    ORGANISATION
  }

  /** What is wrong with the credentials. */
  enum Credential {
    MISSING,
    UNKNOWN,
    EXPIRED,
    WRONG_SECRET,
    /** The password is right, but somebody else chose it: it must be changed first. */
    ONE_TIME,
    /** The password is right, but the account needs a code beside it. */
    SECOND_FACTOR
  }
}
