// https://open.dingtalk.com/document/development/create-a-video-conference
// https://open.dingtalk.com/document/development/close-audio-video-conference
package io.roomledger.dialect.dingtalk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.conference.ConferencePlan;
import io.roomledger.conference.ConferenceRequest;
import io.roomledger.conference.LiveConferences;
import io.roomledger.conference.OpenedConference;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Json;
import io.roomledger.identity.Caller;
import java.util.List;

/** Begins conferences and ends them. */
final class VideoConferences {
  static final String ROOT = "/v1.0/conference/videoConferences";

  /** Longer titles are cut to this, and refused where they are longer than the core takes. */
  private static final int TITLE = 50;

  private static final int LONGEST_TITLE = 256;

  private final LiveConferences conferences;
  private final Rooms rooms;
  private final int participantsLimit;

  VideoConferences(LiveConferences conferences, Rooms rooms, int participantsLimit) {
    this.conferences = conferences;
    this.rooms = rooms;
    this.participantsLimit = participantsLimit;
  }

  List<Route> routes() {
    return List.of(
        new Route("POST", ROOT, Route.WRITE, this::create),
        new Route("DELETE", ROOT + "/{conferenceId}", Route.WRITE, this::close));
  }

  private Answer create(Call call, Caller caller) {
    Fields body = Fields.of(call);
    String creator = body.id("userId");
    String title = title(body.text("confTitle"));
    List<String> invited = body.ids("inviteUserIds");
    if (participantsLimit > 0 && invited.size() > participantsLimit) {
      throw new FailureException(Failure.tooMany(participantsLimit));
    }
    OpenedConference opened =
        conferences.open(
            caller,
            new ConferencePlan(
                UnionIds.KIND, creator, title, body.flag("inviteCaller", true), invited));
    ObjectNode answer = Json.object();
    answer.put("conferenceId", opened.conference().id());
    answer.put("conferencePassword", opened.entry().password());
    answer.put("hostPassword", opened.entry().hostPassword());
    answer.put("externalLinkUrl", rooms.address(call, opened.entry().roomCode()));
    // nobody can dial in here
    answer.putArray("phoneNumbers");
    answer.put("roomCode", opened.entry().roomCode());
    return Print.answer(200, answer);
  }

  /** The title as it is kept; one that is too long stays so, and is refused. */
  static String title(String title) {
    return title.length() > LONGEST_TITLE || title.codePointCount(0, title.length()) <= TITLE
        ? title
        : title.substring(0, title.offsetByCodePoints(0, TITLE));
  }

  private Answer close(Call call, Caller caller) {
    conferences.end(caller, request(call, Fields.ofQuery(call)));
    return Print.answer(200, Json.object().put("code", 200).put("cause", "success"));
  }

  /** Which conference, and in whose name. */
  static ConferenceRequest request(Call call, Fields fields) {
    String conference = Fields.path(call, "conferenceId");
    return new ConferenceRequest(conference, UnionIds.KIND, fields.id("unionId"));
  }
}
