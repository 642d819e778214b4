package io.roomledger.dialect.dingtalk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.conference.Conference;
import io.roomledger.conference.ConferenceInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Prints of a conference what several APIs tell alike. */
final class ConferencePrint {
  private ConferencePrint() {}

  /** Which one, and when; the end only once it has come. */
  static void times(ConferenceInfo info, Instant now, ObjectNode node) {
    Conference conference = info.conference();
    Conference.Lifetime lifetime = conference.lifetime();
    node.put("conferenceId", conference.id());
    node.put("title", conference.title());
    info.way().roomCode().ifPresent(code -> node.put("roomCode", code));
    node.put("status", Status.of(conference, now));
    node.put("startTime", lifetime.startedAt().toEpochMilli());
    lifetime.endedAt().ifPresent(end -> node.put("endTime", end.toEpochMilli()));
  }

  /** How long, whose it is and how it came about. */
  static void origin(ConferenceInfo info, Map<String, String> unionIds, ObjectNode node) {
    Conference conference = info.conference();
    lasted(conference.lifetime(), node);
    node.put("creatorId", unionIds.getOrDefault(conference.creator(), ""));
    node.put("creatorNick", info.creatorName());
    info.way().schedule().ifPresent(id -> node.put("scheduleConferenceId", id.toString()));
    node.put("bizType", info.way().schedule().isPresent() ? "3" : "0");
  }

  private static void lasted(Conference.Lifetime lifetime, ObjectNode node) {
    lifetime
        .endedAt()
        .ifPresent(end ->
            node.put("confDuration", Duration.between(lifetime.startedAt(), end).toMillis()));
  }
}
