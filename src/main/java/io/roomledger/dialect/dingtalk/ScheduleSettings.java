// https://open.dingtalk.com/document/development/create-schedule-conference
package io.roomledger.dialect.dingtalk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.conference.ScheduledConference;
import io.roomledger.conference.ScheduledConferences;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Json;
import io.roomledger.identity.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How planned conferences are to be held: who hosts them, who owns the recordings, whether the
 * recorder starts by itself. What concerns only the talk, such as locks and waiting rooms, is taken
 * and not kept: it is not held here.
 */
final class ScheduleSettings {
  static final String MODEL = "scheduleConfSettingModel";
  private static final String ROOT = ScheduleConferences.ROOT + "/settings";
  private static final String RECORDING = "moziConfOpenRecordSetting";
  private static final String EXTRA = "moziConfVirtualExtraSetting";

  private final ScheduledConferences schedules;
  private final UnionIds unionIds;

  ScheduleSettings(ScheduledConferences schedules, UnionIds unionIds) {
    this.schedules = schedules;
    this.unionIds = unionIds;
  }

  List<Route> routes() {
    return List.of(
        new Route("GET", ROOT, Route.READ, this::get),
        new Route("PUT", ROOT, Route.WRITE, this::set));
  }

  /** The settings in a body, their people by unionId. */
  static ScheduledConference.Settings read(Fields model) {
    return new ScheduledConference.Settings(
        model.optionalId("hostUnionId"),
        model.ids("cohostUnionIds"),
        model.object(EXTRA).optionalId("cloudRecordOwnerUnionId"),
        model.object(RECORDING).optionalNumber("recordAutoStart").orElse(0L) == 1);
  }

  private Answer set(Call call, Caller caller) {
    Fields body = Fields.of(call);
    schedules.set(caller, ScheduleConferences.request(body), read(body.object(MODEL)));
    return ScheduleConferences.success();
  }

  private Answer get(Call call, Caller caller) {
    String id = Fields.ofQuery(call).id("scheduleConferenceId");
    ScheduledConference.Settings settings =
        schedules.find(caller, ScheduleConferences.id(id)).settings();
    List<String> people = new ArrayList<>(settings.coHosts());
    settings.host().ifPresent(people::add);
    settings.recordingOwner().ifPresent(people::add);
    Map<String, String> ids = unionIds.of(people);
    ObjectNode answer = Json.object();
    ObjectNode model = answer.putObject(MODEL);
    settings.host().map(ids::get).ifPresent(host -> model.put("hostUnionId", host));
    ArrayNode coHosts = model.putArray("cohostUnionIds");
    settings.coHosts().stream().map(ids::get).forEach(coHosts::add);
    model.putObject(RECORDING).put("recordAutoStart", settings.recordsItself() ? 1 : 0);
    ObjectNode extra = model.putObject(EXTRA);
    settings
        .recordingOwner()
        .map(ids::get)
        .ifPresent(owner -> extra.put("cloudRecordOwnerUnionId", owner));
    return Print.answer(200, answer);
  }
}
