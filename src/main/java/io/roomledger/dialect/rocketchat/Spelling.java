package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Refusal;
import io.roomledger.http.Answer;
import io.roomledger.identity.Permissions;
import java.time.Duration;

/** How the vendor says each no. */
final class Spelling {
  private static final String NOT_LOGGED_IN = "You must be logged in to do this.";

  private final RocketChatSettings settings;

  Spelling(RocketChatSettings settings) {
    this.settings = settings;
  }

  Answer of(Refusal refusal) {
    return switch (refusal) {
      case Refusal.Unauthenticated _ -> notLoggedIn();
      case Refusal.Forbidden forbidden -> forbidden(forbidden).answer();
      case Refusal.NotFound missing -> notFound(missing).answer();
      case Refusal.Invalid invalid -> invalid(invalid).answer();
      case Refusal.Conflict conflict ->
          Failure.of(conflict.message(), "error-not-allowed").answer();
      case Refusal.Throttled throttled -> tooMany(throttled).answer();
      case Refusal.TooLarge large ->
          new Failure(413, large.message() + " [error-too-large]", "error-too-large").answer();
      case Refusal.Unavailable unavailable -> Failure.plain(503, unavailable.message()).answer();
    };
  }

  /** The page of 3.8 shows two keys, the current servers send four. */
  private Answer notLoggedIn() {
    if (!settings.current()) {
      return Failure.plain(401, "unauthorized").answer();
    }
    ObjectNode body = Wire.object();
    body.put("success", false)
        .put("error", NOT_LOGGED_IN)
        .put("status", "error")
        .put("message", NOT_LOGGED_IN);
    return Wire.answer(401, body);
  }

  private static Failure forbidden(Refusal.Forbidden forbidden) {
    if (forbidden.kind() != Refusal.Right.PERMISSION) {
      return Failure.of("Not Allowed", "error-not-allowed");
    }
    return switch (forbidden.what()) {
      case Permissions.MAIL_MESSAGES ->
          Failure.of("Mailing is not allowed", "error-action-not-allowed");
      case Permissions.IMPERSONATE -> Failure.plain(400, "Not enough permission");
      case Permissions.PIN_MESSAGES -> Failure.of("Not Authorized", "not-authorized");
      default ->
          new Failure(
              403,
              "User does not have the permissions required for this action [error-unauthorized]",
              "error-unauthorized");
    };
  }

  private static Failure notFound(Refusal.NotFound missing) {
    return switch (missing.what()) {
      case CHAT_ROOM -> Failure.of("error-invalid-room");
      case MESSAGE -> Failure.of("Invalid Message", "error-invalid-message");
      case FILE -> Failure.of("invalid-file");
      default -> Failure.plain(404, "Resource not found");
    };
  }

  private static Failure invalid(Refusal.Invalid invalid) {
    return switch (invalid.field()) {
      case "recipients" -> Failure.of("error-invalid-recipient");
      case "toUsers" -> Failure.plain(400, "error-invalid-email");
      case "toEmails" -> Failure.of("invalid email");
      case "messages" -> Failure.of("error-invalid-messages");
      case "text length" ->
          Failure.of("Message size exceeds Message_MaxAllowedSize", "error-message-size-exceeded");
      case "media type" -> Failure.of("File type is not accepted", "error-invalid-file-type");
      case "period" -> Failure.of("From date cannot be after To date", "error-invalid-dates");
      default -> Failure.of(invalid.message(), "error-invalid-params");
    };
  }

  private static Failure tooMany(Refusal.Throttled throttled) {
    return Failure.plain(
        429,
        "Error, too many requests. Please slow down. You must wait "
            + seconds(throttled.retryAfter())
            + " seconds before trying this endpoint again. [error-too-many-requests]");
  }

  private static long seconds(Duration wait) {
    return Math.max(1, wait.plusMillis(999).toSeconds());
  }
}
