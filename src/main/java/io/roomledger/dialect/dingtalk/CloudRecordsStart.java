// https://open.dingtalk.com/document/development/video-conference-open-cloud-recording
package io.roomledger.dialect.dingtalk;

import com.fasterxml.jackson.databind.node.TextNode;
import io.roomledger.conference.LiveConferences;
import io.roomledger.conference.RecorderLayout;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Json;
import io.roomledger.identity.Caller;

/** Starts the recorder of a conference. */
final class CloudRecordsStart {
  private final LiveConferences conferences;

  CloudRecordsStart(LiveConferences conferences) {
    this.conferences = conferences;
  }

  Route route() {
    return new Route("POST", CloudRecordsGetVideos.ROOT + "/start", Route.WRITE, this::answer);
  }

  private Answer answer(Call call, Caller caller) {
    Fields body = Fields.of(call);
    conferences.startRecorder(caller, VideoConferences.request(call, body), layout(body));
    return done();
  }

  /** The vendor says so in a text, and when it closes a conference in a number. */
  static Answer done() {
    return Print.answer(200, Json.object().put("code", "200"));
  }

  private static RecorderLayout layout(Fields body) {
    RecorderLayout.Picture picture =
        switch (body.optionalText("mode").orElse("grid")) {
          case "grid" -> RecorderLayout.Picture.GRID;
          case "speech" -> RecorderLayout.Picture.SPEAKER;
          case "full_screen" -> RecorderLayout.Picture.FULL_SCREEN;
          case String other ->
              throw Fields.invalid("mode", TextNode.valueOf(other), "grid, speech or full_screen");
        };
    return new RecorderLayout(
        picture, body.optionalText("smallWindowPosition").map(CloudRecordsStart::inset));
  }

  private static RecorderLayout.Inset inset(String position) {
    return switch (position) {
      case "relative_right" -> RecorderLayout.Inset.BESIDE;
      case "float_right" -> RecorderLayout.Inset.OVER_RIGHT;
      case "float_bottom" -> RecorderLayout.Inset.OVER_BOTTOM;
      default ->
          throw Fields.invalid(
              "smallWindowPosition",
              TextNode.valueOf(position),
              "relative_right, float_right or float_bottom");
    };
  }
}
