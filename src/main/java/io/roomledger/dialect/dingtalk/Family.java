package io.roomledger.dialect.dingtalk;

import io.roomledger.base.Refusal;

/**
 * APIs that share a table of error codes, and what the tables call the core's refusals. Every table
 * has the same few rows under other names, with other statuses.
 */
enum Family {
  /** Lists, texts and addresses of recordings. */
  RECORDINGS {
    @Override
    Failure failure(Refusal refusal) {
      return refusal instanceof Refusal.NotFound(Refusal.Thing what, String id)
              && (what == Refusal.Thing.CONFERENCE || what == Refusal.Thing.RECORDING)
          ? Failure.bare(400, "cloudRecordNotFound")
          : usual(refusal);
    }
  },

  /** Begin, end, and query some by their ids. */
  CONFERENCES {
    @Override
    Failure failure(Refusal refusal) {
      return refusal instanceof Refusal.Invalid invalid && invalid.field().equals("title")
          ? new Failure(400, "paramsTitleError", "error:" + invalid.message())
          : usual(refusal);
    }
  },

  /** Start the recorder. */
  RECORDER_START {
    @Override
    Failure failure(Refusal refusal) {
      return switch (refusal) {
        case Refusal.Conflict ended -> ROOM_CLOSED;
        case Refusal.Forbidden(Refusal.Right kind, String what) ->
            new Failure(404, "recordStartPermissionError", "permissionError:" + what);
        case Refusal.Invalid invalid when invalid.field().equals("recording") ->
            new Failure(404, "recordStartError", "recordStartError:" + invalid.message());
        case Refusal.NotFound missing -> Failure.params(missing.message());
        default -> usual(refusal);
      };
    }
  },

  /** Stop the recorder. */
  RECORDER_STOP {
    @Override
    Failure failure(Refusal refusal) {
      return switch (refusal) {
        case Refusal.Conflict ended -> ROOM_CLOSED;
        case Refusal.Forbidden denied ->
            new Failure(
                400,
                "recordStopPermissionError",
                "you can't operator, please contact meeting manager");
        case Refusal.NotFound(Refusal.Thing what, String id) when what == Refusal.Thing.RECORDING ->
            new Failure(400, "recordStopError", "record stop error, please try again");
        case Refusal.NotFound missing -> Failure.params(missing.message());
        case Refusal.Unavailable busy ->
            new Failure(500, "innerSystemError", "The system is busy, please try again later");
        default -> usual(refusal);
      };
    }

    @Override
    Failure fault(String requestId) {
      return new Failure(500, "systemError", "system error");
    }
  },

  /** What is known of one conference, and who is in it. */
  INFO {
    @Override
    Failure failure(Refusal refusal) {
      return switch (refusal) {
        case Refusal.NotFound missing -> new Failure(404, "roomNotFound", "ROOM NOT FOUND");
        case Refusal.Forbidden denied -> new Failure(403, "noPermission", "NO PERMISSION");
        case Refusal.Unavailable busy -> fault("");
        default -> new Failure(400, "paramError", "PARAM ERROR");
      };
    }

    @Override
    Failure fault(String requestId) {
      return new Failure(500, "systemError", "SYSTEM ERROR");
    }
  },

  /** The conferences of a room. */
  ROOM_CODES {
    @Override
    Failure failure(Refusal refusal) {
      return switch (refusal) {
        case Refusal.NotFound missing -> Failure.bare(400, "invalidRoomCode");
        case Refusal.Forbidden denied -> Failure.bare(403, "noPermission");
        case Refusal.Unavailable busy -> fault("");
        default -> Failure.bare(400, "paramError");
      };
    }

    @Override
    Failure fault(String requestId) {
      return Failure.bare(500, "systemError");
    }
  },

  /** Planned conferences. */
  SCHEDULES {
    @Override
    Failure failure(Refusal refusal) {
      return switch (refusal) {
        case Refusal.Conflict cancelled ->
            new Failure(400, "resourceCancel", "Schedule conference has canceled");
        case Refusal.Forbidden(Refusal.Right kind, String what) ->
            new Failure(400, "permissionError", "permissionError:" + what);
        case Refusal.NotFound(Refusal.Thing what, String id) when what == Refusal.Thing.SCHEDULE ->
            Failure.bare(400, "scheduleConferenceIdError");
        case Refusal.NotFound missing -> Failure.params(missing.message());
        default -> usual(refusal);
      };
    }
  },

  /** Meeting rooms; the vendor's own spelling of what is there already. */
  MEETING_ROOMS {
    @Override
    Failure failure(Refusal refusal) {
      return refusal instanceof Refusal.Conflict
          ? new Failure(400, "room.exist", "Room Exsit")
          : room(refusal);
    }

    @Override
    Failure fault(String requestId) {
      return ROOM_FAULT;
    }
  },

  /** Groups of meeting rooms. */
  ROOM_GROUPS {
    @Override
    Failure failure(Refusal refusal) {
      return room(refusal);
    }

    @Override
    Failure fault(String requestId) {
      return ROOM_FAULT;
    }
  },

  /** Tokens in the words of OAuth 2. */
  CORP_TOKEN {
    @Override
    Failure failure(Refusal refusal) {
      return refusal instanceof Refusal.Unavailable ? fault("") : usual(refusal);
    }

    @Override
    Failure fault(String requestId) {
      return Failure.bare(500, "server.error");
    }
  },

  /** Everything else. */
  OTHERS {
    @Override
    Failure failure(Refusal refusal) {
      return usual(refusal);
    }
  };

  private static final Failure ROOM_CLOSED =
      new Failure(400, "roomClosed", "the meeting has ended");
  private static final Failure ROOM_FAULT = new Failure(500, "system.error", "System Error");
  private static final String CONFERENCE = "/v1.0/conference/videoConferences";

  /** What the core refuses, in the words of this table. */
  abstract Failure failure(Refusal refusal);

  /** A fault of ours. */
  Failure fault(String requestId) {
    return systemError("see the log of this server for " + requestId);
  }

  /** The family of an address. */
  static Family of(String method, String path) {
    if (path.startsWith(CONFERENCE)) {
      return ofConference(method, path.substring(CONFERENCE.length()));
    }
    if (path.startsWith("/v1.0/conference/scheduleConferences")) {
      return SCHEDULES;
    }
    if (path.startsWith("/v1.0/conference/roomCodes/")) {
      return ROOM_CODES;
    }
    if (path.startsWith("/v1.0/rooms/")) {
      return path.startsWith("/v1.0/rooms/group") ? ROOM_GROUPS : MEETING_ROOMS;
    }
    return path.startsWith("/v1.0/oauth2/") && path.endsWith("/token") ? CORP_TOKEN : OTHERS;
  }

  private static Family ofConference(String method, String path) {
    if (path.startsWith("/scheduleConferences/")) {
      return SCHEDULES;
    }
    if (path.contains("/cloudRecords/") || path.contains("/minutes/")) {
      boolean stop = path.endsWith("/stop") || path.endsWith("/pause");
      return path.endsWith("/start") ? RECORDER_START : stop ? RECORDER_STOP : RECORDINGS;
    }
    return method.equals("GET") || method.equals("HEAD") ? INFO : CONFERENCES;
  }

  private static Failure room(Refusal refusal) {
    return switch (refusal) {
      case Refusal.NotFound(Refusal.Thing what, String id)
          when what == Refusal.Thing.MEETING_ROOM ->
          new Failure(400, "room.not.found", "Room Not Found");
      case Refusal.NotFound(Refusal.Thing what, String id) when what == Refusal.Thing.ACCOUNT ->
          new Failure(400, "user.not.org", "User Not In Org");
      case Refusal.Forbidden(Refusal.Right kind, String what)
          when kind == Refusal.Right.ORGANISATION ->
          new Failure(400, "user.not.org", "User Not In Org");
      case Refusal.Forbidden denied -> new Failure(400, "user.not.admin", "User Not Admin");
      case Refusal.Unavailable busy -> ROOM_FAULT;
      default -> new Failure(400, "param.error", "Error:" + refusal.message());
    };
  }

  /** The rows that most tables have. */
  private static Failure usual(Refusal refusal) {
    return switch (refusal) {
      case Refusal.NotFound(Refusal.Thing what, String id) when what == Refusal.Thing.ACCOUNT ->
          Failure.bare(400, "unknownUserError");
      case Refusal.Forbidden(Refusal.Right kind, String what)
          when kind == Refusal.Right.ORGANISATION ->
          Failure.bare(400, "orgAccessForbidden");
      case Refusal.Forbidden(Refusal.Right kind, String what) ->
          new Failure(404, "permissionError", "permissionError:" + what);
      case Refusal.Conflict conflict -> new Failure(400, "resourceClose", "The meeting has ended");
      case Refusal.Unavailable(String what) -> systemError(what);
      default -> Failure.params(refusal.message());
    };
  }

  private static Failure systemError(String what) {
    return new Failure(500, "systemError", "systemError:" + what);
  }
}
